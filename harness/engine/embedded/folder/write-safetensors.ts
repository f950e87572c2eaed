import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { accessing } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { firstNonFinite } from './first-non-finite.ts';
import { encodeFloat16 } from './float16.ts';
import type { NamedTensors } from './named-tensors.ts';

/**
 * Writes a safetensors file, complete or not at all: it appears under its name only when it is whole.
 * @throws TwinZeroError `data` when a weight is beyond float16, `engine` when one is not finite or the operating system
 * refuses.
 */
export async function writeSafetensors(
  file: string,
  tensors: NamedTensors,
  dtype: 'float32' | 'float16',
): Promise<void> {
  const partial = `${file}.part`;
  await accessing({ path: file, doing: 'written' }, 'engine', async () => {
    const handle = await open(partial, 'w');
    try {
      await writeAll(handle, tensors, dtype);
      await handle.close();
      await rename(partial, file);
    } catch (error) {
      await handle.close();
      await rm(partial, { force: true });
      throw error;
    }
  });
}

async function writeAll(
  handle: FileHandle,
  tensors: NamedTensors,
  dtype: 'float32' | 'float16',
): Promise<void> {
  await handle.writeFile(header(tensors, dtype));
  for (const [name, { data }] of tensors) {
    requireFinite(data, name);
    await handle.writeFile(dtype === 'float32' ? float32Bytes(data) : float16Bytes(data, name));
  }
  await handle.sync();
}

/** Such weights are no policy, and no reader takes them back. */
function requireFinite(data: Float32Array, name: string): void {
  const found = firstNonFinite(data);
  if (found !== null)
    throw new TwinZeroError(
      'engine',
      `tensor ${name} holds ${found.value} at element ${found.index} and was not saved: training has diverged, so lower the learning rate or clip the gradient`,
    );
}

/** Padded with spaces so that the data start at a multiple of 8, as the format asks. */
function header(tensors: NamedTensors, dtype: 'float32' | 'float16'): Uint8Array {
  const width = dtype === 'float32' ? 4 : 2;
  // `format` is what transformers asks for before it reads a file.
  const fields: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const end = offset + data.length * width;
    fields[name] = { dtype: dtype === 'float32' ? 'F32' : 'F16', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(fields));
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  return bytes;
}

/** The memory of the array itself: every platform of Node 20 that has an ONNX Runtime is little-endian. */
function float32Bytes(data: Float32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function float16Bytes(data: Float32Array, name: string): Uint8Array {
  const view = new DataView(new ArrayBuffer(data.length * 2));
  for (const [i, value] of data.entries()) {
    const bits = encodeFloat16(value);
    if ((bits & 0x7fff) === 0x7c00)
      throw new TwinZeroError(
        'data',
        `tensor ${name} holds ${value}, which float16 cannot: save it as float32`,
      );
    view.setUint16(2 * i, bits, true);
  }
  return new Uint8Array(view.buffer);
}
