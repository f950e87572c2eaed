import type { Interval } from './interval.ts';
import { normalQuantile } from './normal-quantile.ts';
import type { Proportion } from './proportion.ts';
import { requireTrials } from './require-trials.ts';

/**
 * The Wilson score interval of a proportion, on the 0 to 1 scale: 15 of 32 gives 0.3087 to 0.6355.
 *
 * Source: E. B. Wilson, JASA 22 (1927) 209-212, without continuity correction.
 * @throws TwinZeroError `internal` unless 0 <= correct <= n and n >= 1.
 */
export function wilsonInterval(proportion: Proportion, level = 0.95): Interval {
  requireTrials(proportion);
  const { correct, n } = proportion;
  const z = normalQuantile(level);
  const estimate = correct / n;
  const scale = 1 + (z * z) / n;
  const centre = (estimate + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((estimate * (1 - estimate)) / n + (z * z) / (4 * n * n));
  // The bounds at 0 and n are exact; rounding would leave 1e-17 on the wrong side of the estimate.
  return {
    estimate,
    low: correct === 0 ? 0 : centre - half,
    high: correct === n ? 1 : centre + half,
  };
}
