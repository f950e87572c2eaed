import { binomialProbabilities } from './binomial-probabilities.ts';
import { fisherExact } from './fisher-exact.ts';

/** What the power is asked for. */
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
