import type { RewardName, RewardSet } from '../../harness/reward/rewards.ts';
import { answerRewards } from '../zerosearch/rewards.ts';

/**
 * ZeroSearch's F1 with the weight of ReZero's correctness, 4, with and without ReZero's retry reward and its weight, 1;
 * and, as the positive control, with an informed retry in its place that pays as much as the answer.
 *
 * DEVIATION(crossover): the retry reward is added to F1.
 * DEVIATION(crossover-baseline): F1 has weight 4 in all of them, so that they differ by the retry reward alone.
 */
export const rewardSets = {
  'zerosearch-f1-only4': withRetry(0),
  'zerosearch-f1-retry': withRetry(1),
  'zerosearch-f1-informed': withRetry(4, 'informed-retry'),
} satisfies Readonly<Record<string, RewardSet>>;

function withRetry(weight: number, reward: RewardName = 'retry'): RewardSet {
  return {
    rewards: [...answerRewards({ f1: 4 }), { name: 'retry', weight, reward }],
    judge: 'match',
  };
}
