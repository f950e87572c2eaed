import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { HostParameters } from './host-parameters.ts';

const fileName = 'optimiser.bin';

/** Writes step count and both moments beside the weights: float64 count, then float32 first and second moments. */
export async function saveOptimiser(folder: string, parameters: HostParameters): Promise<void> {
  const { first, second, steps } = parameters;
  const bytes = new Uint8Array(8 + first.byteLength + second.byteLength);
  new DataView(bytes.buffer).setFloat64(0, steps, true);
  new Float32Array(bytes.buffer, 8, first.length).set(first);
  new Float32Array(bytes.buffer, 8 + first.byteLength, second.length).set(second);
  await writeFile(join(folder, fileName), bytes);
}

/**
 * Restores what `saveOptimiser` wrote; a folder without it starts a fresh optimiser.
 * @throws TwinZeroError `data` when the file does not fit the model.
 */
export async function loadOptimiser(folder: string, parameters: HostParameters): Promise<void> {
  const { first, second } = parameters;
  const bytes = await readFile(join(folder, fileName)).catch(() => null);
  if (bytes === null) {
    parameters.steps = 0;
    first.fill(0);
    second.fill(0);
    return;
  }
  if (bytes.length !== 8 + first.byteLength + second.byteLength)
    throw new TwinZeroError('data', `${join(folder, fileName)} does not fit this model: delete it, or load the folder it was saved with`);
  const copy = new Uint8Array(bytes).buffer;
  parameters.steps = new DataView(copy).getFloat64(0, true);
  first.set(new Float32Array(copy, 8, first.length));
  second.set(new Float32Array(copy, 8 + first.byteLength, second.length));
}
