/** The largest absolute difference between two arrays; NaN where their lengths differ or a value is missing. */
export function largestGap(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return NaN;
  let gap = 0;
  for (let i = 0; i < actual.length; i += 1) {
    const difference = Math.abs((actual[i] as number) - (expected[i] as number));
    if (!(difference <= gap)) gap = difference;
    if (Number.isNaN(gap)) return NaN;
  }
  return gap;
}
