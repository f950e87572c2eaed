import { z } from 'zod';
import { kind } from '../core/kinds.ts';
import { type Algorithm, klInRewardSetting } from './algorithm.ts';
import { returnsToGo, tokenRewards } from './token-rewards.ts';

export interface ReinforceOptions {
  /** Coefficient of the log-ratio to the reference in the reward; 0 in every published run. */
  readonly klInReward: number;
}

/**
 * REINFORCE as ZeroSearch trains with it: the advantage of every trained token is the raw reward, without baseline and
 * without normalisation of any kind (`core_algos.py:158-165 @2d4cdca`). Reward 0 teaches nothing but the KL and
 * entropy terms. The clipped objective is the configuration's.
 *
 * DEVIATION(reward-to-go): with klInReward a token answers for the penalties from itself on; the published code would
 * give the sum over the whole response to every token. Without klInReward the two are the same.
 */
export function reinforce({ klInReward }: ReinforceOptions): Algorithm {
  return {
    id: 'reinforce',
    needs: klInReward === 0 ? [] : ['reference'],
    advantages: (groups) =>
      groups.map((group) =>
        klInReward === 0
          ? [...group.rewards]
          : tokenRewards(group, klInReward).map((rewards) => rewards && returnsToGo(rewards)),
      ),
    loss: (objective, settings) => ({ ...objective, ...settings }),
  };
}

/** reinforce in a configuration. */
export const reinforceKind = kind(
  z.strictObject({ name: z.literal('reinforce'), klInReward: klInRewardSetting }),
  ({ klInReward: kl = 0 }) => reinforce({ klInReward: kl }),
);
