import { binomialProbabilities } from './binomial-probabilities.ts';

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
