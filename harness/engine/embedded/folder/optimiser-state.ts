import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ParameterState } from '../train/parameter-store.ts';

const fileName = 'optimiser.bin';
/** A system call moves at most 2 GiB. */
const blockBytes = 2 ** 28;

/** What an optimiser remembers between steps. */
export type OptimiserState = Pick<ParameterState, 'first' | 'second' | 'steps'>;

/** Writes step count and both moments beside the weights: float64 count, then float32 first and second moments. */
export async function saveOptimiser(folder: string, { first, second, steps }: OptimiserState): Promise<void> {
  const handle = await open(join(folder, fileName), 'w');
  try {
    const count = Buffer.alloc(8);
    count.writeDoubleLE(steps);
    for (const bytes of [count, bytesOf(first), bytesOf(second)]) await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}

/**
 * Reads what `saveOptimiser` wrote for a model of `size` parameters; a folder without it starts a fresh optimiser.
 * @throws TwinZeroError `data` when the file does not fit the model or cannot be read.
 */
export async function readOptimiser(folder: string, size: number): Promise<OptimiserState> {
  const path = join(folder, fileName);
  const [first, second] = [new Float32Array(size), new Float32Array(size)];
  const handle = await openIfThere(path);
  if (handle === null) return { first, second, steps: 0 };
  try {
    if ((await handle.stat()).size !== 8 + 8 * size)
      throw new TwinZeroError(
        'data',
        `${path} does not fit this model: delete it, or load the folder it was saved with`,
      );
    const count = Buffer.alloc(8);
    let position = 0;
    for (const part of [count, bytesOf(first), bytesOf(second)])
      position = await fill(part, handle, position);
    return { first, second, steps: count.readDoubleLE() };
  } finally {
    await handle.close();
  }
}

/** Null only where there is no file: one that cannot be read must not pass for a fresh optimiser. */
async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new TwinZeroError('data', `${path} cannot be read: check its permissions`, { cause });
  }
}

async function fill(into: Uint8Array, handle: FileHandle, position: number): Promise<number> {
  for (let done = 0; done < into.length;) {
    const block = into.subarray(done, done + blockBytes);
    const { bytesRead } = await handle.read(block, 0, block.length, position + done);
    if (bytesRead === 0) throw new TwinZeroError('data', `${fileName} became shorter while it was read`);
    done += bytesRead;
  }
  return position + into.length;
}

/** The memory of the array itself: every platform of Node 20 that has an ONNX Runtime is little-endian. */
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
