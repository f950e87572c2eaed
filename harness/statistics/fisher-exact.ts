import { logFactorials } from './log-factorials.ts';
import type { Proportion } from './proportion.ts';
import { requireTrials } from './require-trials.ts';

/** P-values of Fisher's exact test. */
export interface FisherResult {
  /** Sum over all tables no more probable than the observed one. */
  readonly twoSided: number;
  /** Against the alternative that the first proportion is larger. */
  readonly greater: number;
  /** Against the alternative that the first proportion is smaller. */
  readonly less: number;
}

/** Tables whose probabilities agree to this relative difference count as equally probable, as in R's fisher.test. */
const tieTolerance = 1e-7;

/**
 * Fisher's exact test of two independent proportions: 15/32 against 8/32 gives 0.1172 two-sided, 0.0586 greater.
 *
 * Source: R. A. Fisher, Statistical Methods for Research Workers, section 21.02; the two-sided rule of R.
 * @throws TwinZeroError `internal` when an argument is not a proportion.
 */
export function fisherExact(first: Proportion, second: Proportion): FisherResult {
  requireTrials(first);
  requireTrials(second);
  const total = first.correct + second.correct;
  const lowest = Math.max(0, total - second.n);
  const highest = Math.min(first.n, total);
  const logs = logFactorials(first.n + second.n);
  const choose = (n: number, k: number): number => (logs[n] ?? 0) - (logs[k] ?? 0) - (logs[n - k] ?? 0);
  const probability = (k: number): number =>
    Math.exp(choose(first.n, k) + choose(second.n, total - k) - choose(first.n + second.n, total));
  const observed = probability(first.correct);
  let twoSided = 0;
  let greater = 0;
  let less = 0;
  for (let k = lowest; k <= highest; k += 1) {
    const p = probability(k);
    if (p <= observed * (1 + tieTolerance)) twoSided += p;
    if (k >= first.correct) greater += p;
    if (k <= first.correct) less += p;
  }
  return { twoSided: Math.min(1, twoSided), greater: Math.min(1, greater), less: Math.min(1, less) };
}
