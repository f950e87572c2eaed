import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { accessing } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { decodeElements, elementBytes, isWeightDtype } from '../folder/decode-elements.ts';
import { firstNonFinite } from '../folder/first-non-finite.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { ParameterShape } from '../folder/parameter-shapes.ts';
import {
  readSafetensorsHeader,
  type SafetensorsFile,
  type TensorEntry,
} from '../folder/safetensors-header.ts';
import type { NamedTensors } from '../folder/named-tensors.ts';
import { adapterConfigFile } from './adapter-config.ts';
import { adapterShapes } from './trained-shapes.ts';

/** Name of the weights in a PEFT folder. */
export const adapterWeightsFile = 'adapter_model.safetensors';

/**
 * Reads the `adapter_model.safetensors` of a PEFT folder as float32; `config` has the base and the adapter on it.
 * @param mend advice for a broken folder; default: that for an adapter of the user's
 * @throws TwinZeroError `data` when the file is missing or malformed, lacks a tensor, holds one that is not called for,
 * of another shape or element type, or a value that is not finite.
 */
export async function readAdapterTensors(
  folder: string,
  config: ModelConfig,
  mend?: string,
): Promise<NamedTensors> {
  const file = join(folder, adapterWeightsFile);
  const advice = mend ?? 'give the folder whole, with its weights saved as safetensors';
  return accessing({ path: file, doing: 'read', mend: advice }, 'data', async () => {
    const handle = await open(file);
    try {
      const source = { file, handle, mend: mend ?? 'copy or download it again' };
      const entries = await readSafetensorsHeader(source);
      const shapes = adapterShapes(config);
      requireNoOthers(entries, shapes, file);
      const read = shapes.map(
        async (wanted) => [wanted.name, await readTensor(entries, wanted, source)] as const,
      );
      return new Map(await Promise.all(read));
    } finally {
      await handle.close();
    }
  });
}

function requireNoOthers(
  entries: ReadonlyMap<string, TensorEntry>,
  shapes: readonly ParameterShape[],
  file: string,
): void {
  const wanted = new Set(shapes.map(({ name }) => name));
  const extra = [...entries.keys()].find((name) => !wanted.has(name));
  if (extra !== undefined)
    throw new TwinZeroError(
      'data',
      `${file} holds a tensor ${extra} that neither ${adapterConfigFile} nor this base calls for: open it on the base it was made on`,
    );
}

async function readTensor(
  entries: ReadonlyMap<string, TensorEntry>,
  { name, shape }: ParameterShape,
  { file, handle, mend }: SafetensorsFile,
): Promise<{ readonly shape: readonly number[]; readonly data: Float32Array }> {
  const fault = (what: string, advice: string): TwinZeroError =>
    new TwinZeroError('data', `${file} ${what}: ${advice}`);
  const entry = entries.get(name);
  if (entry === undefined) throw fault(`holds no tensor ${name}, which ${adapterConfigFile} calls for`, mend);
  if (entry.shape.join() !== shape.join())
    throw fault(
      `is an adapter for another base, tensor ${name} has shape [${entry.shape.join(', ')}] where r and this base call for [${shape.join(', ')}]`,
      'open it on the base it was made on',
    );
  if (!isWeightDtype(entry.dtype))
    throw fault(`has a tensor ${name} of type ${entry.dtype}`, 'convert it to F32, F16 or BF16');
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const bytes = Buffer.alloc(data.length * elementBytes[entry.dtype]);
  if (entry.end - entry.start !== bytes.length)
    throw fault(
      `gives tensor ${name} ${entry.end - entry.start} bytes where its shape needs ${bytes.length}`,
      mend,
    );
  await handle.read(bytes, 0, bytes.length, entry.start);
  decodeElements(bytes, entry.dtype, data);
  const found = firstNonFinite(data);
  if (found !== null)
    throw fault(
      `holds ${found.value} at element ${found.index} of tensor ${name}, with which nothing can be computed`,
      'copy or download it again, or go back to an adapter saved before',
    );
  return { shape, data };
}
