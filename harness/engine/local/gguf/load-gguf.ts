import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { accessing } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { shortReason } from '../local-policy.ts';
import type { LlamaModel } from './llama-cpp.ts';
import type { LoadedLlama } from './load-llama-cpp.ts';

/**
 * Loads a GGUF file, or its vocabulary alone.
 * @throws TwinZeroError `data` when it cannot be read or is no model that llama.cpp knows, `engine` without the memory.
 */
export async function loadGguf(
  { llama, complaints }: Pick<LoadedLlama, 'llama' | 'complaints'>,
  file: string,
  { vocabOnly = false }: { readonly vocabOnly?: boolean } = {},
): Promise<LlamaModel> {
  await requireGguf(file);
  complaints.length = 0;
  try {
    return await llama.loadModel({ modelPath: file, vocabOnly });
  } catch (cause) {
    // What llama.cpp says comes a turn of the event loop after the failure.
    await setImmediate();
    const reason = complaints.findLast(isReason) ?? shortReason(cause);
    if (isMemory(cause, reason))
      throw new TwinZeroError(
        'engine',
        `there is not enough memory for ${file} (${reason}): take a smaller quantisation or model, or a larger machine`,
        { cause },
      );
    throw new TwinZeroError(
      'data',
      `${file} cannot be loaded by llama.cpp (${reason}): download it again, or take a model of an architecture that llama.cpp knows`,
      { cause },
    );
  }
}

/** False for sentences that only say that something failed. */
function isReason(line: string): boolean {
  return !/failed to load model|failed simulating/iu.test(line);
}

/** True for the package's own refusal, and for what llama.cpp says. */
export function isMemory(error: unknown, reason: string): boolean {
  return (
    (error instanceof Error && error.constructor.name === 'InsufficientMemoryError') ||
    /out of memory|failed to allocate|not enough memory|unable to allocate/iu.test(reason)
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
