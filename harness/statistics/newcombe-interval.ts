import type { Interval } from './interval.ts';
import type { Proportion } from './proportion.ts';
import { wilsonInterval } from './wilson-interval.ts';

/**
 * Interval of the difference `first - second` of two independent proportions, -1 to 1:
 * 15/32 against 8/32 gives 0.219, -0.016 to 0.423.
 *
 * Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10 (hybrid score, uncorrected).
 */
export function newcombeInterval(first: Proportion, second: Proportion, level = 0.95): Interval {
  const a = wilsonInterval(first, level);
  const b = wilsonInterval(second, level);
  const estimate = a.estimate - b.estimate;
  return {
    estimate,
    low: estimate - Math.hypot(a.estimate - a.low, b.high - b.estimate),
    high: estimate + Math.hypot(a.high - a.estimate, b.estimate - b.low),
  };
}
