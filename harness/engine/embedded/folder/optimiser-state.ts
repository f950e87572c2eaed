import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { accessing, codeOf } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Moments, ParameterState } from '../train/parameter-store.ts';
import { firstNonFinite } from './first-non-finite.ts';
import { bytesOf, type NamedTensors, sizeOf, zeroTensors } from './named-tensors.ts';
import type { ParameterShape } from './parameter-shapes.ts';

const fileName = 'optimiser.bin';
/** A system call moves at most 2 GiB. */
const blockBytes = 2 ** 28;

/** Memory of an optimiser between steps. */
export type OptimiserState = Pick<ParameterState, 'moments' | 'steps'>;

/**
 * Writes step count and both moments beside the weights, whole or not at all: float64 count, then float32 first and
 * second moments, each one parameter after another in the order of `shapes`.
 * @throws TwinZeroError `engine` when the operating system refuses.
 */
export async function saveOptimiser(
  folder: string,
  { moments, steps }: OptimiserState,
  shapes: readonly ParameterShape[],
): Promise<void> {
  const path = join(folder, fileName);
  const count = Buffer.alloc(8);
  count.writeDoubleLE(steps);
  await accessing({ path, doing: 'written' }, 'engine', async () => {
    const handle = await open(`${path}.part`, 'w');
    try {
      await handle.writeFile(count);
      for (const side of ['first', 'second'] as const)
        for (const { name, shape } of shapes)
          await handle.writeFile(
            memoryOf(moments?.[side].get(name)?.data ?? new Float32Array(sizeOf(shape))),
          );
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
  /** The parameters that it trains. */
  readonly shapes: readonly ParameterShape[];
  /** True where a folder without one is refused; default: it starts a fresh optimiser. */
  readonly required?: boolean;
  /** True where a fresh one is wanted, whatever the folder holds. */
  readonly fresh?: boolean;
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
  const { shapes, required = false, fresh = false, mend } = expected;
  if (fresh) return { moments: null, steps: 0 };
  return accessing({ path, doing: 'read', mend }, 'data', async () => {
    const handle = await openIfThere(path);
    if (handle === null && required)
      throw new TwinZeroError('data', `${path} is missing, without which training cannot go on: ${mend}`);
    if (handle === null) return { moments: null, steps: 0 };
    try {
      const state =
        (await handle.stat()).size === 8 + 2 * bytesOf(shapes) ? await readState(handle, shapes) : null;
      const broken = state === null ? 'does not fit this model' : fault(state);
      if (state === null || broken !== null) throw new TwinZeroError('data', `${path} ${broken}: ${mend}`);
      return state;
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

/** What a file of the right length holds; null where it became shorter. */
async function readState(
  handle: FileHandle,
  shapes: readonly ParameterShape[],
): Promise<{ readonly moments: Moments; readonly steps: number } | null> {
  const count = Buffer.alloc(8);
  const moments = { first: zeroTensors(shapes), second: zeroTensors(shapes) };
  const tensors = [...moments.first.values(), ...moments.second.values()];
  let position = 0;
  for (const part of [count, ...tensors.map(({ data }) => memoryOf(data))])
    for (let done = 0; done < part.length;) {
      const block = part.subarray(done, done + blockBytes);
      const { bytesRead } = await handle.read(block, 0, block.length, position);
      if (bytesRead === 0) return null;
      done += bytesRead;
      position += bytesRead;
    }
  return { moments, steps: count.readDoubleLE() };
}

function fault({ moments, steps }: { readonly moments: Moments; readonly steps: number }): string | null {
  if (!Number.isSafeInteger(steps) || steps < 0) return `counts ${steps} steps`;
  return strayMoment(moments.first) ?? strayMoment(moments.second);
}

function strayMoment(tensors: NamedTensors): string | null {
  for (const [name, { data }] of tensors) {
    const found = firstNonFinite(data);
    if (found !== null) return `holds ${found.value} at element ${found.index} of ${name}`;
  }
  return null;
}

/** The memory of the array itself: every platform of Node 20 that has an ONNX Runtime is little-endian. */
function memoryOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
