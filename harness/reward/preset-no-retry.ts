import { wholeChunkReward } from './chunk-rewards.ts';
import { retryReward } from './retry-reward.ts';
import type { RewardPreset } from './reward-preset.ts';
import { rezeroParts } from './rezero-parts.ts';
import { rezeroWeights } from './rezero-weights.ts';

/**
 * The authors' baseline of 9 April 2025, README's exp-03: the paper's run without the retry reward. Its weight
 * list is nowhere in their repository; 4, 2, 1, 1, 1 is the natural reading. The chunk match takes the whole
 * chunk, as in `ReZero src/deepsearch/rewards.py` between `2fec4f2` (6 April) and `eebf914` (8 April).
 */
export const presetNoRetry: RewardPreset = {
  name: 'no-retry',
  judge: 'published',
  parts: rezeroParts({ ...rezeroWeights, retry: 0 }, { retry: retryReward, em_chunk: wholeChunkReward }),
  deviations: [],
};
