import { access, type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { decodeFloat16 } from './float16.ts';
import { readSafetensorsHeader, type TensorEntry } from './safetensors-header.ts';

/** Element types of a safetensors file that can hold weights. */
export type TensorDtype = 'F32' | 'F16' | 'BF16';

/** Bytes of one element. */
export const elementBytes: Readonly<Record<TensorDtype, number>> = { F32: 4, F16: 2, BF16: 2 };

/** Decodes little-endian elements into `target`, which has one slot for each. */
export function decodeElements(bytes: Uint8Array, dtype: TensorDtype, target: Float32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (dtype === 'F32') for (let i = 0; i < target.length; i += 1) target[i] = view.getFloat32(4 * i, true);
  else if (dtype === 'F16')
    for (let i = 0; i < target.length; i += 1) target[i] = decodeFloat16(view.getUint16(2 * i, true));
  else decodeBfloat16(view, target);
}

/** A bfloat16 is the upper half of a float32. */
function decodeBfloat16(view: DataView, target: Float32Array): void {
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  for (let i = 0; i < bits.length; i += 1) bits[i] = view.getUint16(2 * i, true) << 16;
}

interface StoredTensor extends TensorEntry {
  readonly file: string;
  readonly handle: FileHandle;
}

/** Elements decoded at a time, so that a 16-bit file needs no second copy of itself in memory. */
const blockElements = 1 << 20;
const shardIndex = z.object({ weight_map: z.record(z.string(), z.string()) });

/** Reads tensors of a folder's `model.safetensors`, or of the shards its index lists, one at a time as float32. */
export class SafetensorsReader {
  readonly #folder: string;
  readonly #tensors: ReadonlyMap<string, StoredTensor>;
  readonly #handles: readonly FileHandle[];

  private constructor(
    folder: string,
    tensors: ReadonlyMap<string, StoredTensor>,
    handles: readonly FileHandle[],
  ) {
    this.#folder = folder;
    this.#tensors = tensors;
    this.#handles = handles;
  }

  /** @throws TwinZeroError `data` when a file is missing, cut short or malformed. */
  static async open(folder: string): Promise<SafetensorsReader> {
    const handles: FileHandle[] = [];
    const tensors = new Map<string, StoredTensor>();
    try {
      for (const file of await weightFiles(folder)) {
        const handle = await openFile(file);
        handles.push(handle);
        for (const [name, found] of await readSafetensorsHeader(file, handle))
          tensors.set(name, { ...found, file, handle });
      }
    } catch (error) {
      await Promise.all(handles.map((handle) => handle.close()));
      throw error;
    }
    return new SafetensorsReader(folder, tensors, handles);
  }

  names(): readonly string[] {
    return [...this.#tensors.keys()];
  }

  /**
   * Reads one tensor into `target`.
   * @throws TwinZeroError `data` when it is missing, has another shape or an element type that holds no weights.
   */
  async read(name: string, shape: readonly number[], target: Float32Array): Promise<void> {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined)
      throw new TwinZeroError(
        'data',
        `${this.#folder} holds no tensor ${name}, which its config.json calls for`,
      );
    const dtype = checkTensor(name, shape, tensor);
    const width = elementBytes[dtype];
    for (let at = 0; at < target.length; at += blockElements) {
      const part = target.subarray(at, at + blockElements);
      const bytes = Buffer.alloc(part.length * width);
      await fill(bytes, tensor, tensor.start + at * width);
      decodeElements(bytes, dtype, part);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#handles.map((handle) => handle.close()));
  }
}

function checkTensor(name: string, shape: readonly number[], tensor: StoredTensor): TensorDtype {
  const where = `tensor ${name} in ${tensor.file}`;
  if (!isWeightDtype(tensor.dtype))
    throw new TwinZeroError('data', `${where} has type ${tensor.dtype}: convert it to F32, F16 or BF16`);
  if (tensor.shape.join() !== shape.join())
    throw new TwinZeroError(
      'data',
      `${where} has shape [${tensor.shape.join(', ')}], but config.json calls for [${shape.join(', ')}]`,
    );
  const bytes = shape.reduce((a, b) => a * b, elementBytes[tensor.dtype]);
  if (tensor.end - tensor.start !== bytes)
    throw new TwinZeroError(
      'data',
      `${where} takes ${tensor.end - tensor.start} bytes where its shape needs ${bytes}: write the file again`,
    );
  return tensor.dtype;
}

function isWeightDtype(dtype: string): dtype is TensorDtype {
  return Object.hasOwn(elementBytes, dtype);
}

async function fill(bytes: Buffer, { file, handle }: StoredTensor, start: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0)
      throw new TwinZeroError('data', `${file} became shorter while it was read: load it again`);
    done += bytesRead;
  }
}

async function weightFiles(folder: string): Promise<string[]> {
  const single = join(folder, 'model.safetensors');
  if (
    await access(single).then(
      () => true,
      () => false,
    )
  )
    return [single];
  const file = join(folder, 'model.safetensors.index.json');
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new TwinZeroError(
      'data',
      `${single} is missing, and so is ${file}: give a folder with safetensors weights`,
      { cause },
    );
  });
  const text = decodeUtf8(bytes, { file });
  try {
    const shards = new Set(Object.values(shardIndex.parse(JSON.parse(text)).weight_map));
    return [...shards].sort().map((shard) => join(folder, shard));
  } catch (cause) {
    throw new TwinZeroError('data', `${file} is not an index of safetensors shards: download it again`, {
      cause,
    });
  }
}

async function openFile(file: string): Promise<FileHandle> {
  return open(file).catch((cause: unknown) => {
    throw new TwinZeroError('data', `${file} cannot be read: download it again`, { cause });
  });
}
