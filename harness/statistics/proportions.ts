import jstat from 'jstat';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Interval } from './interval.ts';

/** `correct` successes out of `n` trials, both whole numbers, 0 <= correct <= n. */
export interface Proportion {
  readonly correct: number;
  readonly n: number;
}

/** Refuses what is not a proportion. @throws TwinZeroError `internal` unless 0 <= correct <= n, n >= 1, both whole. */
export function requireTrials({ correct, n }: Proportion): void {
  const whole = Number.isInteger(correct) && Number.isInteger(n);
  if (!whole || n < 1 || correct < 0 || correct > n)
    throw new TwinZeroError('internal', `${correct} of ${n} is not a proportion`);
}

/** The two-sided standard normal quantile of a confidence level, e.g. 0.95 gives 1.959964. */
export function normalQuantile(level: number): number {
  return jstat.normal.inv(0.5 + level / 2, 0, 1);
}

/**
 * The Wilson score interval of a proportion, on the 0 to 1 scale: 15 of 32 gives 0.3087 to 0.6355.
 *
 * Source: E. B. Wilson, JASA 22 (1927) 209-212, without continuity correction.
 * @throws TwinZeroError `internal` unless 0 <= correct <= n and n >= 1.
 */
export function wilsonInterval(proportion: Proportion, level = 0.95): Interval {
  requireTrials(proportion);
  const { correct, n } = proportion;
  return scoreInterval(correct / n, n, normalQuantile(level));
}

/**
 * Wilson's interval for a share of `n` cases, which need not be whole, and a two-sided quantile that need not be the
 * normal one.
 */
export function scoreInterval(estimate: number, n: number, quantile: number): Interval {
  const z = quantile;
  const scale = 1 + (z * z) / n;
  const centre = (estimate + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((estimate * (1 - estimate)) / n + (z * z) / (4 * n * n));
  // The bounds at 0 and 1 are exact; rounding would leave 1e-17 on the wrong side of the estimate.
  return {
    estimate,
    low: estimate === 0 ? 0 : centre - half,
    high: estimate === 1 ? 1 : centre + half,
  };
}

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
