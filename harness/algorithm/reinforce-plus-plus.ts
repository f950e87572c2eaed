import { z } from 'zod';
import { kind } from '../core/kinds.ts';
import { type Algorithm, klInRewardSetting } from './algorithm.ts';
import { returnsToGo, tokenRewards, whiten } from './token-rewards.ts';

export interface ReinforcePlusPlusOptions {
  /** Coefficient of the log-ratio to the reference in the reward. */
  readonly klInReward: number;
}

/**
 * REINFORCE++ (arXiv 2501.03262, without its group baseline): each trained token pays a KL penalty out of its reward,
 * the last one gets the episode's reward, a token's advantage is what is earned from it on, and all advantages of a
 * step are normalised together over its trained tokens, as `whiten` says.
 *
 * A long episode so weighs more in mean and deviation than a short one. It always asks for the reference, at
 * klInReward 0 too, because the number of trained tokens comes with it.
 */
export function reinforcePlusPlus({ klInReward }: ReinforcePlusPlusOptions): Algorithm {
  return {
    id: 'reinforce++',
    needs: ['reference'],
    advantages: (groups) =>
      whiten(
        groups.map((group) =>
          tokenRewards(group, klInReward).map((rewards) => rewards && returnsToGo(rewards)),
        ),
      ),
    loss: (objective, settings) => ({ ...objective, ...settings }),
  };
}

/** reinforce++ in a configuration. */
export const reinforcePlusPlusKind = kind(
  z.strictObject({ name: z.literal('reinforce++'), klInReward: klInRewardSetting }),
  ({ klInReward: kl = 0 }) => reinforcePlusPlus({ klInReward: kl }),
);
