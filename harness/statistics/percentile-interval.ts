import type { Interval } from './interval.ts';
import { quantile } from './quantile.ts';

/** The percentile interval of bootstrap replicates around the estimate from the full sample. */
export function percentileInterval(estimate: number, replicates: readonly number[], level = 0.95): Interval {
  const ascending = Float64Array.from(replicates).sort();
  const tail = (1 - level) / 2;
  return { estimate, low: quantile(ascending, tail), high: quantile(ascending, 1 - tail) };
}
