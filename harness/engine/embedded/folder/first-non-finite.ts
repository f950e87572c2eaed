import type { TensorDtype } from './decode-elements.ts';

/**
 * The first value that is NaN or infinite; null where every value is finite. One pass of additions, so that files of
 * gigabytes may be looked through.
 */
export function firstNonFinite(
  values: Float32Array,
): { readonly index: number; readonly value: number } | null {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    // 0 for a finite value and NaN for any other, which the sum then keeps.
    sum += value - value;
  }
  if (sum === 0) return null;
  const index = values.findIndex((value) => !Number.isFinite(value));
  return { index, value: values[index] as number };
}

/** Of two 16-bit numbers in a word: the bits of their exponents, and one in the lowest place of each. */
const exponents = {
  BF16: { mask: 0x7f807f80, one: 0x00800080 },
  F16: { mask: 0x7c007c00, one: 0x04000400 },
} as const;

/**
 * Whether the numbers are all finite, for which they need not be decoded: an exponent of ones, as NaN and the infinities
 * have it, is the one that carries into the sign when one is added.
 * @param bytes at the start of a buffer whose length is a multiple of 4
 */
export function allFinite(bytes: Uint8Array, dtype: TensorDtype): boolean {
  const { buffer, length } = bytes;
  if (dtype === 'F32') return firstNonFinite(new Float32Array(buffer, 0, length / 4)) === null;
  const { mask, one } = exponents[dtype];
  const words = new Uint32Array(buffer, 0, length >> 2);
  let carries = 0;
  for (let i = 0; i < words.length; i += 1) carries |= ((words[i] as number) & mask) + one;
  if (length % 4 !== 0) carries |= ((new Uint16Array(buffer, length - 2, 1)[0] as number) & mask) + one;
  return (carries & 0x80008000) === 0;
}
