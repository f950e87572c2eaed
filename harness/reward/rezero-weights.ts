import type { RewardWeights } from './reward-preset.ts';

/** ReZero's weights, the same in the paper's run and at head: `ReZero train_grpo.py:77,122-132 @20fb677`. */
export const rezeroWeights: RewardWeights = {
  correctness: 4,
  format: 2,
  retry: 1,
  em_chunk: 1,
  search_strategy: 1,
  search_diversity: 1,
};
