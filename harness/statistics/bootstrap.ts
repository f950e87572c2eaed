import type { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type Interval, percentileInterval } from './interval.ts';

/** Settings of a bootstrap. */
export interface BootstrapOptions {
  /** The generator drawn from; the same one gives the same interval. */
  readonly random: Random;
  /** Replicates, default 4,000: the Monte Carlo error of a bound is then about 3 % of the interval's width. */
  readonly resamples?: number;
}

/**
 * 95 % percentile bootstrap over one source of chance, of many units: with 3 to 5 of them, as with seeds, it covers far
 * less than it says, and `crossedDifference` is for those.
 *
 * @param units what is resampled, e.g. questions with all that belongs to each.
 * @param statistic of a list of units in any order.
 * @throws TwinZeroError `internal` for no units.
 */
export function bootstrapInterval<Unit>(
  units: readonly Unit[],
  statistic: (units: readonly Unit[]) => number,
  { random, resamples = 4000 }: BootstrapOptions,
): Interval {
  if (units.length === 0) throw new TwinZeroError('internal', 'a bootstrap needs at least one unit');
  const replicates = Array.from({ length: resamples }, () => statistic(units.map(() => random.pick(units))));
  return percentileInterval(statistic(units), replicates);
}
