/**
 * The quantile of ascending values by linear interpolation (type 7, the default of R and numpy);
 * NaN for no values. `probability` from 0 to 1.
 */
export function quantile(ascending: ArrayLike<number>, probability: number): number {
  const position = (ascending.length - 1) * probability;
  const below = ascending[Math.floor(position)] ?? Number.NaN;
  const above = ascending[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
