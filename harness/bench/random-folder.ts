import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessing } from '../core/system-refusal.ts';
import { Random } from '../core/random.ts';
import { modelConfigJson, type ModelConfig } from '../engine/embedded/folder/model-config.ts';
import { parameterShapes } from '../engine/embedded/folder/parameter-shapes.ts';

/** A prime, so that the rows of no matrix are equal though all are cut from the same draws. */
const drawCount = 1_048_573;

/**
 * Writes a Hugging Face folder of random bfloat16 weights, a tensor at a time in constant memory: matrices repeat one
 * block of normal draws of deviation `initializerRange`, each from a place of its own; norm gains are 1, biases 0. For
 * measurements, whose speed does not depend on the values; a model to train is drawn by `initialWeights`.
 * @throws TwinZeroError `data` where the operating system refuses.
 */
export async function writeRandomFolder(folder: string, config: ModelConfig): Promise<void> {
  await accessing({ path: folder, doing: 'written' }, 'data', async () => {
    await mkdir(folder, { recursive: true });
    const json = { ...modelConfigJson(config, 'float32'), torch_dtype: 'bfloat16' };
    await writeFile(join(folder, 'config.json'), JSON.stringify(json));
    const handle = await open(join(folder, 'model.safetensors'), 'w');
    try {
      await writeTensors(handle, config);
    } finally {
      await handle.close();
    }
  });
}

async function writeTensors(handle: FileHandle, config: ModelConfig): Promise<void> {
  const parameters = parameterShapes(config).map(({ name, shape }) => ({
    name,
    shape,
    size: shape.reduce((a, b) => a * b, 1),
  }));
  let end = 0;
  const header = Object.fromEntries(
    parameters.map(({ name, shape, size }) => {
      const from = end;
      end += 2 * size;
      return [name, { dtype: 'BF16', shape, data_offsets: [from, end] }];
    }),
  );
  const text = JSON.stringify({ __metadata__: { format: 'pt' }, ...header });
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  await handle.writeFile(Buffer.concat([length, Buffer.from(padded)]));
  const random = Random.seeded(0).fork('random-folder');
  const draws = bfloat16(drawCount, () => config.initializerRange * random.normal());
  for (const { name, shape, size } of parameters)
    if (shape.length === 1) await handle.writeFile(bfloat16(size, () => (name.endsWith('.bias') ? 0 : 1)));
    else await writeRepeated(handle, draws, { from: random.below(drawCount), size });
}

/** Writes `size` elements of `block`, which starts again at its end, from element `from`. */
async function writeRepeated(
  handle: FileHandle,
  block: Buffer,
  { from, size }: { readonly from: number; readonly size: number },
): Promise<void> {
  let at = from;
  for (let left = size; left > 0; at = 0) {
    const part = Math.min(left, drawCount - at);
    await handle.writeFile(block.subarray(2 * at, 2 * (at + part)));
    left -= part;
  }
}

/** The upper halves of float32 numbers, which is bfloat16 rounded towards zero. */
function bfloat16(count: number, draw: () => number): Buffer {
  const single = new DataView(new ArrayBuffer(4));
  const bytes = Buffer.alloc(2 * count);
  for (let i = 0; i < count; i += 1) {
    single.setFloat32(0, draw());
    bytes.writeUInt16LE(single.getUint16(0), 2 * i);
  }
  return bytes;
}
