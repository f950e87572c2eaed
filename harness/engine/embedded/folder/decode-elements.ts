import { decodeFloat16 } from './float16.ts';

/** Element types of a safetensors file that can hold weights. */
export type TensorDtype = 'F32' | 'F16' | 'BF16';

/** Bytes of one element. */
export const elementBytes: Readonly<Record<TensorDtype, number>> = { F32: 4, F16: 2, BF16: 2 };

/** True for an element type that can hold weights. */
export function isWeightDtype(dtype: string): dtype is TensorDtype {
  return Object.hasOwn(elementBytes, dtype);
}

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
