/** ReZero's six rewards in the order of its weight list (`ReZero train_grpo.py:122-132 @20fb677`). */
export const rewardNames = [
  'correctness',
  'format',
  'retry',
  'em_chunk',
  'search_strategy',
  'search_diversity',
] as const;

/** One of ReZero's six rewards. */
export type RewardName = (typeof rewardNames)[number];
