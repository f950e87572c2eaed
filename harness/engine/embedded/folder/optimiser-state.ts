import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { accessing, codeOf } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ParameterState } from '../train/parameter-store.ts';
import { firstNonFinite } from './first-non-finite.ts';

const fileName = 'optimiser.bin';
/** A system call moves at most 2 GiB. */
const blockBytes = 2 ** 28;

/** Memory of an optimiser between steps. */
export type OptimiserState = Pick<ParameterState, 'first' | 'second' | 'steps'>;

/**
 * Writes step count and both moments beside the weights, whole or not at all: float64 count, then float32 first and
 * second moments.
 * @throws TwinZeroError `engine` when the operating system refuses.
 */
export async function saveOptimiser(folder: string, { first, second, steps }: OptimiserState): Promise<void> {
  const path = join(folder, fileName);
  const count = Buffer.alloc(8);
  count.writeDoubleLE(steps);
  await accessing({ path, doing: 'written' }, 'engine', async () => {
    const handle = await open(`${path}.part`, 'w');
    try {
      for (const bytes of [count, bytesOf(first), bytesOf(second)]) await handle.writeFile(bytes);
      await handle.sync();
      await handle.close();
      await rename(`${path}.part`, path);
    } catch (error) {
      await handle.close();
      await rm(`${path}.part`, { force: true });
      throw error;
    }
  });
}

/** Removes an optimiser that does not belong to the weights about to be written. */
export async function removeOptimiser(folder: string): Promise<void> {
  const path = join(folder, fileName);
  await accessing({ path, doing: 'written' }, 'engine', () => rm(path, { force: true }));
}

/** The optimiser that `readOptimiser` expects. */
export interface ExpectedOptimiser {
  /** Parameters of the model. */
  readonly size: number;
  /** True where a folder without one is refused; default: it starts a fresh optimiser. */
  readonly required?: boolean;
  /** Advice for a broken file. */
  readonly mend: string;
}

/**
 * Reads what `saveOptimiser` wrote.
 * @throws TwinZeroError `data` when the file is required and missing, does not fit the model, holds what no optimiser
 * reaches or cannot be read.
 */
export async function readOptimiser(folder: string, expected: ExpectedOptimiser): Promise<OptimiserState> {
  const path = join(folder, fileName);
  const { size, required = false, mend } = expected;
  const [first, second] = [new Float32Array(size), new Float32Array(size)];
  return accessing({ path, doing: 'read', mend }, 'data', async () => {
    const handle = await openIfThere(path);
    if (handle === null && required)
      throw new TwinZeroError('data', `${path} is missing, without which training cannot go on: ${mend}`);
    if (handle === null) return { first, second, steps: 0 };
    try {
      const steps = await readParts(handle, [first, second]);
      const broken = steps === null ? 'does not fit this model' : fault({ first, second, steps });
      if (steps === null || broken !== null) throw new TwinZeroError('data', `${path} ${broken}: ${mend}`);
      return { first, second, steps };
    } finally {
      await handle.close();
    }
  });
}

/** Null only where there is no file: one that cannot be read must not pass for a fresh optimiser. */
async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Fills the moments and returns the step count; null where the file has another length. */
async function readParts(handle: FileHandle, moments: readonly Float32Array[]): Promise<number | null> {
  const count = Buffer.alloc(8);
  const parts = [count, ...moments.map(bytesOf)];
  if ((await handle.stat()).size !== parts.reduce((total, { length }) => total + length, 0)) return null;
  let position = 0;
  for (const part of parts)
    for (let done = 0; done < part.length;) {
      const block = part.subarray(done, done + blockBytes);
      const { bytesRead } = await handle.read(block, 0, block.length, position);
      if (bytesRead === 0) return null;
      done += bytesRead;
      position += bytesRead;
    }
  return count.readDoubleLE();
}

function fault({ first, second, steps }: OptimiserState): string | null {
  if (!Number.isSafeInteger(steps) || steps < 0) return `counts ${steps} steps`;
  const found = firstNonFinite(first) ?? firstNonFinite(second);
  return found === null ? null : `holds ${found.value} for parameter ${found.index}`;
}

/** The memory of the array itself: every platform of Node 20 that has an ONNX Runtime is little-endian. */
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
