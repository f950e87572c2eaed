import { binomialProbabilities } from './binomial-probabilities.ts';

/** Checkpoints of equal true accuracy, the best of which is picked on the test set. */
export interface BestOf {
  /** True accuracy of every checkpoint, 0 to 1. */
  readonly accuracy: number;
  /** Test questions. */
  readonly n: number;
  readonly checkpoints: number;
}

/** The distribution of the best checkpoint's test score. */
export interface BestOfResult {
  /** Expected accuracy of the best, 0 to 1. */
  readonly expected: number;
  /** P(best >= k correct) for k = 0..n. */
  readonly atLeast: readonly number[];
}

/**
 * The best of independent binomial scores: 12 checkpoints at 25 % on 32 questions give 37.9 % expected and
 * P(at least 15) = 0.069. Checkpoints of one run are correlated, so this is an upper bound of the selection bias.
 */
export function bestOfCheckpoints({ accuracy, n, checkpoints }: BestOf): BestOfResult {
  const atLeast: number[] = [];
  let below = 0;
  for (const probability of binomialProbabilities(n, accuracy)) {
    atLeast.push(1 - Math.min(1, below) ** checkpoints);
    below += probability;
  }
  const expected = atLeast.slice(1).reduce((sum, p) => sum + p, 0) / n;
  return { expected, atLeast };
}
