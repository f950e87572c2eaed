/** `correct` successes out of `n` trials, both whole numbers, 0 <= correct <= n. */
export interface Proportion {
  readonly correct: number;
  readonly n: number;
}
