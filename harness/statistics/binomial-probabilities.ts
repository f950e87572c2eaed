import { logFactorials } from './log-factorials.ts';

/** P(X = k) for k = 0..n of a binomial with `n` trials and success probability `p`; n + 1 numbers that sum to 1. */
export function binomialProbabilities(n: number, p: number): number[] {
  if (p <= 0 || p >= 1) return Array.from({ length: n + 1 }, (_, k) => (k === (p <= 0 ? 0 : n) ? 1 : 0));
  const logs = logFactorials(n);
  const at = (k: number): number => logs[k] ?? 0;
  return Array.from({ length: n + 1 }, (_, k) =>
    Math.exp(at(n) - at(k) - at(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p)),
  );
}
