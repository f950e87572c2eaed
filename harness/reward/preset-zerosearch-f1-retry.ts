import { retryReward } from './retry-reward.ts';
import type { RewardPreset } from './reward-preset.ts';
import { rezeroWeights } from './rezero-weights.ts';
import { zerosearchDeviations } from './zerosearch-deviations.ts';
import { zerosearchParts } from './zerosearch-parts.ts';

/**
 * The crossover of the two papers: ZeroSearch's F1 with the weight of ReZero's correctness, 4, and ReZero's retry
 * reward with its weight, 1. `presetZerosearchF1Only4` is this without the retry reward.
 *
 * DEVIATION(crossover): see `deviations`.
 */
export const presetZerosearchF1Retry: RewardPreset = {
  name: 'zerosearch-f1-retry',
  judge: 'match',
  parts: [
    ...zerosearchParts({ f1: rezeroWeights.correctness }),
    { name: 'retry', weight: rezeroWeights.retry, reward: retryReward },
  ],
  deviations: [
    ...zerosearchDeviations(),
    "crossover: F1 has the weight of ReZero's correctness and ReZero's retry reward is added; ZeroSearch pays F1 alone, with weight 1.",
  ],
};
