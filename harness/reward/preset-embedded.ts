import { wholeChunkReward } from './chunk-rewards.ts';
import { retryReward } from './retry-reward.ts';
import type { RewardPreset } from './reward-preset.ts';
import { rezeroParts } from './rezero-parts.ts';
import { rezeroWeights } from './rezero-weights.ts';

/**
 * The ReZero arm of the shipped run: correctness 4, format 2, retry 1, chunk match 1, the weights these have in
 * ReZero (`ReZero train_grpo.py:77,122-132 @20fb677`), with the chunk match of the paper's run.
 *
 * DEVIATION(embedded-parts), DEVIATION(match-judge): see `deviations`.
 */
export const presetEmbedded: RewardPreset = {
  name: 'embedded',
  judge: 'match',
  parts: rezeroParts(
    { ...rezeroWeights, search_strategy: 0, search_diversity: 0 },
    { retry: retryReward, em_chunk: wholeChunkReward },
  ),
  deviations: [
    'embedded-parts: search strategy and search diversity are measured but not paid, because this arm must differ from the three-reward baseline by the retry reward alone and both also pay for searching more.',
    'match-judge: correctness is a normalised match with the gold answers instead of a language model, because a judge that is the policy collapses with it.',
  ],
};
