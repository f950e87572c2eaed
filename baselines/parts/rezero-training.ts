import type { TrainingGround } from '../../harness/baseline/index.ts';
import { parseRunConfig, type RunConfig } from '../../harness/run/index.ts';

/** What a ReZero training is paid for retrying, and how fast it learns. */
export interface RezeroTraining {
  readonly retryWeight: number;
  readonly learningRate: number;
}

/**
 * ReZero's training on the ground's policy, limits, steps and questions a step: GRPO in groups of 8 at temperature 0.9, KL 0.04, AdamW with
 * 0.9, 0.99, decay 0.1 and gradients cut at 0.1 (`config.py:31-83`, `train_grpo.py:43-78 @010957c`). Correctness 4, format 2
 * and the chunk match 1 are paid beside the retry reward; its strategy and diversity rewards are not, as in the arms of
 * the reproduction. A tenth of its searches find a random chunk instead, so that retrying can pay.
 */
export function rezeroTraining(
  { config, seed }: Pick<TrainingGround, 'config' | 'seed'>,
  { retryWeight, learningRate }: RezeroTraining,
): RunConfig {
  return parseRunConfig({
    ...config,
    seed,
    trainingSearch: { kind: 'noise', rate: 0.1, of: config.search },
    rewards: [
      { name: 'correctness', weight: 4, reward: 'correctness' },
      { name: 'format', weight: 2, reward: 'format' },
      { name: 'retry', weight: retryWeight, reward: 'retry' },
      { name: 'em_chunk', weight: 1, reward: 'whole-chunk' },
    ],
    groupSize: 8,
    temperature: 0.9,
    learningRate: { kind: 'cosine', peak: learningRate, warmupRatio: 0.1 },
    adam: { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, maxGradNorm: 0.1 },
    algorithm: { name: 'grpo', scale: 'std' },
    loss: { kind: 'importance_sampling' },
    reduction: 'sequence-mean',
    klCoefficient: 0.04,
  });
}
