import { wholeChunkReward } from './chunk-rewards.ts';
import { retryReward } from './retry-reward.ts';
import type { RewardPreset } from './reward-preset.ts';
import { rezeroParts } from './rezero-parts.ts';
import { rezeroWeights } from './rezero-weights.ts';

/**
 * The three-reward baseline: correctness 4, format 2 and chunk match 1, the weights these have in ReZero
 * (`ReZero train_grpo.py:77,122-132 @20fb677`). `presetEmbedded` is this with the retry reward.
 *
 * DEVIATION(three-reward-parts), DEVIATION(match-judge): see `deviations`.
 */
export const presetThreeReward: RewardPreset = {
  name: 'three-reward',
  judge: 'match',
  parts: rezeroParts(
    { ...rezeroWeights, retry: 0, search_strategy: 0, search_diversity: 0 },
    { retry: retryReward, em_chunk: wholeChunkReward },
  ),
  deviations: [
    'three-reward-parts: search strategy and search diversity are measured but not paid, because the abstract tells the arms apart by the retry reward alone.',
    'match-judge: correctness is a normalised match with the gold answers instead of a language model, because a judge that is the policy collapses with it.',
  ],
};
