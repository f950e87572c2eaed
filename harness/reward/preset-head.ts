import { lastParagraphReward } from './chunk-rewards.ts';
import { retryReward } from './retry-reward.ts';
import type { RewardPreset } from './reward-preset.ts';
import { rezeroParts } from './rezero-parts.ts';
import { rezeroWeights } from './rezero-weights.ts';

/** The rewards as the authors left them on 17 April 2025, `ReZero @20fb677`: the chunk match reads one paragraph. */
export const presetHead: RewardPreset = {
  name: 'head-2025-04-17',
  judge: 'published',
  parts: rezeroParts(rezeroWeights, { retry: retryReward, em_chunk: lastParagraphReward }),
  deviations: [],
};
