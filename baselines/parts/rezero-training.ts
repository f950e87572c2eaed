import type { TrainingGround } from '../../harness/baseline/index.ts';
import { parseRunConfig, type RunConfig } from '../../harness/run/index.ts';
import { learningRate } from './rates.ts';

/** What a ReZero training is paid for retrying, and how fast it learns. */
export interface RezeroTraining {
  readonly retryWeight: number;
  readonly learningRate: number;
}

/** How fast ReZero's two rows learn. */
export const rezeroRate = learningRate(
  2e-4,
  'ours: as in the ReZero reproduction, for a policy of under a million parameters',
);

/**
 * ReZero's optimisation: GRPO in groups of 8 at temperature 0.9, KL 0.04, AdamW with 0.9, 0.99, decay 0.1 and gradients
 * cut at 0.1 (`config.py:31-83`, `train_grpo.py:43-78 @010957c`).
 */
export function rezeroOptimisation(
  peak: number,
): Pick<
  RunConfig,
  'groupSize' | 'temperature' | 'learningRate' | 'adam' | 'algorithm' | 'loss' | 'reduction' | 'klCoefficient'
> {
  return {
    groupSize: 8,
    temperature: 0.9,
    learningRate: { kind: 'cosine', peak, warmupRatio: 0.1 },
    adam: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, maxGradNorm: 0.1 },
    algorithm: { name: 'grpo', scale: 'std' },
    loss: { kind: 'importance_sampling' },
    reduction: 'sequence-mean',
    klCoefficient: 0.04,
  };
}

/**
 * ReZero's training on the ground's policy, limits, steps and questions a step. Correctness 4, format 2 and the chunk match
 * 1 are paid beside the retry reward; its strategy and diversity rewards are not, as in the arms of the reproduction. A
 * tenth of its searches find a random chunk instead, so that retrying can pay.
 */
export function rezeroTraining(
  { config, seed }: Pick<TrainingGround, 'config' | 'seed'>,
  { retryWeight, learningRate: peak }: RezeroTraining,
): RunConfig {
  return parseRunConfig({
    ...config,
    ...rezeroOptimisation(peak),
    seed,
    trainingSearch: { kind: 'noise', rate: 0.1, of: config.search },
    rewards: [
      { name: 'correctness', weight: 4, reward: 'correctness' },
      { name: 'format', weight: 2, reward: 'format' },
      { name: 'retry', weight: retryWeight, reward: 'retry' },
      { name: 'em_chunk', weight: 1, reward: 'whole-chunk' },
    ],
  });
}
