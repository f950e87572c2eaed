import jstat from 'jstat';
import type { Interval } from './interval.ts';
import type { Proportion } from './proportion.ts';
import { requireTrials } from './require-trials.ts';

/**
 * The exact (Clopper-Pearson) interval of a proportion, 0 to 1: 15 of 32 gives 0.2909 to 0.6526.
 *
 * Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404-413, in its beta-quantile form.
 * @throws TwinZeroError `internal` unless 0 <= correct <= n and n >= 1.
 */
export function clopperPearsonInterval(proportion: Proportion, level = 0.95): Interval {
  requireTrials(proportion);
  const { correct, n } = proportion;
  const tail = (1 - level) / 2;
  return {
    estimate: correct / n,
    low: correct === 0 ? 0 : jstat.beta.inv(tail, correct, n - correct + 1),
    high: correct === n ? 1 : jstat.beta.inv(1 - tail, correct + 1, n - correct),
  };
}
