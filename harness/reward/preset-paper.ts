import { wholeChunkReward } from './chunk-rewards.ts';
import { retryReward } from './retry-reward.ts';
import type { RewardPreset } from './reward-preset.ts';
import { rezeroParts } from './rezero-parts.ts';
import { rezeroWeights } from './rezero-weights.ts';

/** The rewards of the 46.88 % run of 4 April 2025: code state `ReZero @010957c`, README's exp-02. */
export const presetPaper: RewardPreset = {
  name: 'paper-2025-04-04',
  judge: 'published',
  parts: rezeroParts(rezeroWeights, { retry: retryReward, em_chunk: wholeChunkReward }),
  deviations: [],
};
