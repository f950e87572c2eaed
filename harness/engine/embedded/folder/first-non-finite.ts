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
