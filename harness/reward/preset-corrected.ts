import { wholeChunkReward } from './chunk-rewards.ts';
import { correctedRetryReward } from './corrected-retry-reward.ts';
import type { RewardPreset } from './reward-preset.ts';
import { rezeroParts } from './rezero-parts.ts';
import { rezeroWeights } from './rezero-weights.ts';

/** The paper's rewards with their known faults mended; weights as published (`rezeroWeights`). */
export const presetCorrected: RewardPreset = {
  name: 'corrected',
  judge: 'strict',
  parts: rezeroParts(rezeroWeights, { retry: correctedRetryReward, em_chunk: wholeChunkReward }),
  deviations: [
    'corrected-retry: a search is paid only after a miss, when it asks something new, and when the final answer is right; as published the first search, duplicates, searches after a hit and wrong answers are paid.',
    'strict-judge: the judge sees the answer\'s body alone and must begin its reply with yes or no; as published it sees the thoughts too and any "yes" counts.',
  ],
};
