import { type Proportion, requireTrials } from './proportions.ts';

/** Natural logarithms of 0! to `n`!, by summation in double precision (relative error below 1e-13 for n <= 10,000). */
export function logFactorials(n: number): Float64Array {
  const table = new Float64Array(n + 1);
  for (let i = 2; i <= n; i += 1) table[i] = (table[i - 1] ?? 0) + Math.log(i);
  return table;
}

/** P(X = k) for k = 0..n of a binomial with `n` trials and success probability `p`; n + 1 numbers that sum to 1. */
export function binomialProbabilities(n: number, p: number): number[] {
  if (p <= 0 || p >= 1) return Array.from({ length: n + 1 }, (_, k) => (k === (p <= 0 ? 0 : n) ? 1 : 0));
  const logs = logFactorials(n);
  const at = (k: number): number => logs[k] ?? 0;
  return Array.from({ length: n + 1 }, (_, k) =>
    Math.exp(at(n) - at(k) - at(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p)),
  );
}

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

/** A true difference whose power is asked for. */
export interface PowerQuestion {
  /** True proportion of each group, 0 to 1. */
  readonly first: number;
  readonly second: number;
  /** Trials in each group. */
  readonly n: number;
}

/**
 * Probability that Fisher's two-sided test rejects at `alpha`, summed over every pair of outcomes:
 * 0.469 against 0.25 with 32 each gives 0.36.
 */
export function fisherPower({ first, second, n }: PowerQuestion, alpha = 0.05): number {
  const a = binomialProbabilities(n, first);
  const b = binomialProbabilities(n, second);
  let power = 0;
  for (const [i, p] of a.entries())
    for (const [j, q] of b.entries())
      // Pairs this rare cannot move the fourth decimal and are most of the work.
      if (p * q > 1e-12 && fisherExact({ correct: i, n }, { correct: j, n }).twoSided <= alpha)
        power += p * q;
  return power;
}

/** Paired outcomes that disagree. */
export interface Discordant {
  /** Pairs that only the first got right. */
  readonly firstOnly: number;
  /** Pairs that only the second got right. */
  readonly secondOnly: number;
}

/**
 * Two-sided p-value of the exact McNemar test (binomial on the discordant pairs); 1 when there are none.
 * 8 against 1 gives 0.039.
 */
export function mcnemarExact({ firstOnly, secondOnly }: Discordant): number {
  const n = firstOnly + secondOnly;
  const tail = binomialProbabilities(n, 0.5).slice(0, Math.min(firstOnly, secondOnly) + 1);
  return Math.min(1, 2 * tail.reduce((sum, p) => sum + p, 0));
}

/**
 * P-values adjusted for testing all of them at once, in the order given: (0.01, 0.04, 0.03) gives (0.03, 0.06, 0.06).
 *
 * Source: S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70 (step-down Bonferroni).
 */
export function holmCorrection(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = [...pValues];
  let running = 0;
  for (const [rank, { p, index }] of order.entries()) {
    running = Math.max(running, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = running;
  }
  return adjusted;
}
