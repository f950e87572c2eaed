import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { ParameterState } from './parameter-store.ts';

const fileName = 'optimiser.bin';

/** What an optimiser remembers between steps. */
export type OptimiserState = Pick<ParameterState, 'first' | 'second' | 'steps'>;

/** Writes step count and both moments beside the weights: float64 count, then float32 first and second moments. */
export async function saveOptimiser(folder: string, { first, second, steps }: OptimiserState): Promise<void> {
  const bytes = new Uint8Array(8 + first.byteLength + second.byteLength);
  new DataView(bytes.buffer).setFloat64(0, steps, true);
  new Float32Array(bytes.buffer, 8, first.length).set(first);
  new Float32Array(bytes.buffer, 8 + first.byteLength, second.length).set(second);
  await writeFile(join(folder, fileName), bytes);
}

/**
 * Reads what `saveOptimiser` wrote for a model of `size` parameters; a folder without it starts a fresh optimiser.
 * @throws TwinZeroError `data` when the file does not fit the model.
 */
export async function readOptimiser(folder: string, size: number): Promise<OptimiserState> {
  const bytes = await readFile(join(folder, fileName)).catch(() => null);
  if (bytes === null) return { first: new Float32Array(size), second: new Float32Array(size), steps: 0 };
  if (bytes.length !== 8 + 8 * size)
    throw new TwinZeroError(
      'data',
      `${join(folder, fileName)} does not fit this model: delete it, or load the folder it was saved with`,
    );
  const copy = new Uint8Array(bytes).buffer;
  return {
    first: new Float32Array(copy, 8, size),
    second: new Float32Array(copy, 8 + 4 * size, size),
    steps: new DataView(copy).getFloat64(0, true),
  };
}
