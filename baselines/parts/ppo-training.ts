import type { RunConfig } from '../../harness/run/index.ts';
import { learningRate } from './rates.ts';

/** How fast a policy and its critic learn, and the share of steps in which they warm up. */
export interface PpoRates {
  readonly learningRate: number;
  readonly warmupRatio: number;
  readonly criticLearningRate: number;
  readonly criticWarmupRatio: number;
}

/** How fast a critic learns. */
export const criticRate = learningRate(
  1e-3,
  'ours: as in the PPO arm of the ZeroSearch reproduction; 1e-5 in Search-R1 and DeepRetrieval',
);

/**
 * PPO as Search-R1's trainer has it, which DeepRetrieval shares: five episodes a question instead of one, as in its GRPO,
 * since a step here has eight questions and not 512; KL 0.001 in the reward; clip 0.2, values 0.5; AdamW with 0.9, 0.999 and
 * decay 0.01 (`scripts/nq_hotpotqa @a14dc3a`, appendix B.2).
 */
export function ppoTraining(
  rates: PpoRates,
): Pick<
  RunConfig,
  'groupSize' | 'learningRate' | 'adam' | 'algorithm' | 'critic' | 'loss' | 'reduction' | 'klCoefficient'
> {
  return {
    groupSize: 5,
    learningRate: { kind: 'constant', peak: rates.learningRate, warmupRatio: rates.warmupRatio },
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, maxGradNorm: 1 },
    algorithm: { name: 'ppo', klInReward: 0.001 },
    critic: {
      learningRate: {
        kind: 'constant',
        peak: rates.criticLearningRate,
        warmupRatio: rates.criticWarmupRatio,
      },
      valueClip: 0.5,
    },
    loss: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 },
    reduction: 'token-mean',
    klCoefficient: 0,
  };
}
