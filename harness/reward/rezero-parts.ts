import { correctnessReward } from './correctness-reward.ts';
import { formatReward } from './format-reward.ts';
import { rewardNames } from './reward-name.ts';
import type { RewardName } from './reward-name.ts';
import type { RewardPreset, RewardWeights } from './reward-preset.ts';
import type { Reward } from './reward.ts';
import { searchDiversityReward } from './search-diversity-reward.ts';
import { searchStrategyReward } from './search-strategy-reward.ts';

/** The two rewards that come in variants. */
export interface RewardVariants {
  readonly retry: Reward;
  readonly em_chunk: Reward;
}

/** The parts of a preset in the order of `rewardNames`, with the given weights and variants. */
export function rezeroParts(weights: RewardWeights, variants: RewardVariants): RewardPreset['parts'] {
  const rewards: Readonly<Record<RewardName, Reward>> = {
    correctness: correctnessReward,
    format: formatReward,
    ...variants,
    search_strategy: searchStrategyReward,
    search_diversity: searchDiversityReward,
  };
  return rewardNames.map((name) => ({ name, weight: weights[name], reward: rewards[name] }));
}
