/** An estimate with its confidence interval, all three in the same unit. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

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

/** The percentile interval of bootstrap replicates around the estimate from the full sample. */
export function percentileInterval(estimate: number, replicates: readonly number[], level = 0.95): Interval {
  const ascending = Float64Array.from(replicates).sort();
  const tail = (1 - level) / 2;
  return { estimate, low: quantile(ascending, tail), high: quantile(ascending, 1 - tail) };
}

/** The arithmetic mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
