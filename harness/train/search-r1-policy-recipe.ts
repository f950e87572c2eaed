import type { LearningRate } from './learning-rate.ts';

/**
 * How the base policy is taught Search-R1's protocol: the demonstrations of `basePolicyRecipe` on further worlds,
 * few steps, since reading and searching are known already.
 */
export const searchR1PolicyRecipe: {
  readonly seed: number;
  readonly steps: number;
  readonly learningRate: LearningRate;
} = {
  seed: 2,
  steps: 80,
  learningRate: { kind: 'cosine', peak: 1e-3, warmupRatio: 0.05 },
};
