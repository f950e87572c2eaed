import { retryReward } from './retry-reward.ts';
import type { RewardPreset } from './reward-preset.ts';
import { rezeroWeights } from './rezero-weights.ts';
import { zerosearchDeviations } from './zerosearch-deviations.ts';
import { zerosearchParts } from './zerosearch-parts.ts';

/**
 * What the crossover is compared with: F1 with the same weight, the retry reward measured and not paid.
 *
 * DEVIATION(crossover-baseline): see `deviations`.
 */
export const presetZerosearchF1Only4: RewardPreset = {
  name: 'zerosearch-f1-only4',
  judge: 'match',
  parts: [
    ...zerosearchParts({ f1: rezeroWeights.correctness }),
    { name: 'retry', weight: 0, reward: retryReward },
  ],
  deviations: [
    ...zerosearchDeviations(),
    'crossover-baseline: F1 has weight 4 instead of 1, because this arm must differ from the crossover by the retry reward alone.',
  ],
};
