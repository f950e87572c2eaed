import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { BootstrapOptions } from './bootstrap-options.ts';
import type { Interval } from './interval.ts';
import { percentileInterval } from './percentile-interval.ts';

/**
 * Percentile bootstrap interval of a mean difference over questions.
 *
 * @param differences one per question, first minus second on the same question, any unit.
 * @throws TwinZeroError `internal` for no differences.
 */
export function pairedBootstrapInterval(
  differences: readonly number[],
  { random, resamples = 4000, level = 0.95 }: BootstrapOptions,
): Interval {
  const n = differences.length;
  if (n === 0) throw new TwinZeroError('internal', 'a paired bootstrap needs at least one difference');
  const replicates = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += random.pick(differences);
    return sum / n;
  });
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  return percentileInterval(mean, replicates, level);
}
