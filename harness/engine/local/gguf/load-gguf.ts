import { open } from 'node:fs/promises';
import { accessing } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { LlamaModel } from './llama-cpp.ts';
import { type LoadedLlama, reasonOf } from './load-llama-cpp.ts';

/**
 * Loads a GGUF file, or its vocabulary alone.
 * @throws TwinZeroError `data` when it cannot be read or is no model that llama.cpp knows, `engine` without the memory.
 */
export async function loadGguf(
  { llama, lastComplaint }: Pick<LoadedLlama, 'llama' | 'lastComplaint'>,
  file: string,
  { vocabOnly = false }: { readonly vocabOnly?: boolean } = {},
): Promise<LlamaModel> {
  await requireGguf(file);
  try {
    return await llama.loadModel({ modelPath: file, vocabOnly });
  } catch (cause) {
    const reason = reasonOf(cause);
    if (isMemory(cause))
      throw new TwinZeroError(
        'engine',
        `there is not enough memory for ${file} (${reason}): take a smaller quantisation or model, or a larger machine`,
        { cause },
      );
    throw new TwinZeroError(
      'data',
      `${file} cannot be loaded by llama.cpp (${lastComplaint() || reason}): download it again, or take a model of an architecture that llama.cpp knows`,
      { cause },
    );
  }
}

/** True for the package's own refusal, and for llama.cpp's. */
export function isMemory(error: unknown): boolean {
  return (
    error instanceof Error &&
    /InsufficientMemory|insufficient memory|out of memory|failed to allocate|not enough (?:memory|VRAM)|too large for the available/iu.test(
      `${error.constructor.name} ${error.message}`,
    )
  );
}

async function requireGguf(file: string): Promise<void> {
  const start = await accessing({ path: file, doing: 'read', mend: 'give a GGUF file' }, 'data', async () => {
    const handle = await open(file);
    try {
      return (await handle.read(Buffer.alloc(4), 0, 4, 0)).buffer.toString('latin1');
    } finally {
      await handle.close();
    }
  });
  if (start !== 'GGUF')
    throw new TwinZeroError('data', `${file} does not begin as a GGUF file does: download it again`);
}
