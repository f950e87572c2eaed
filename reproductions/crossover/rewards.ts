import type { RewardSet } from '../../harness/reward/rewards.ts';
import { answerRewards } from '../zerosearch/rewards.ts';

/**
 * ZeroSearch's F1 with the weight of ReZero's correctness, 4, with and without ReZero's retry reward and its weight, 1.
 *
 * DEVIATION(crossover): the retry reward is added to F1.
 * DEVIATION(crossover-baseline): F1 has weight 4 in both, so that they differ by the retry reward alone.
 */
export const rewardSets: Readonly<Record<'zerosearch-f1-only4' | 'zerosearch-f1-retry', RewardSet>> = {
  'zerosearch-f1-only4': withRetry(0),
  'zerosearch-f1-retry': withRetry(1),
};

function withRetry(weight: number): RewardSet {
  return {
    rewards: [...answerRewards({ f1: 4 }), { name: 'retry', weight, reward: 'retry' }],
    judge: 'match',
  };
}
