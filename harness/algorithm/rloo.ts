import { z } from 'zod';
import { kind } from '../core/kinds.ts';
import { type Algorithm, type RewardedGroup } from './algorithm.ts';

/**
 * REINFORCE with a leave-one-out baseline (arXiv 2402.14740): an episode's advantage is its reward less the mean reward
 * of the other episodes of its group, unscaled. Rewards 1, 0, 0 give 1, -0.5, -0.5.
 * The paper's KL penalty, there part of the reward, is left to the loss, as for GRPO.
 *
 * An episode without a reward is nobody's baseline and gets null; a group with fewer than two rewards, which has no
 * others to compare with, gets null throughout.
 */
export function rloo(): Algorithm {
  return {
    id: 'rloo',
    needs: [],
    advantages: (groups) => groups.map(advantagesOf),
    loss: (objective, settings) => ({ ...objective, ...settings }),
  };
}

function advantagesOf({ rewards }: RewardedGroup): (number | null)[] {
  const given = rewards.filter((reward) => reward !== null);
  if (given.length < 2) return rewards.map(() => null);
  const sum = given.reduce((total, reward) => total + reward, 0);
  return rewards.map((reward) => (reward === null ? null : reward - (sum - reward) / (given.length - 1)));
}

/** rloo in a configuration. */
export const rlooKind = kind(z.strictObject({ name: z.literal('rloo') }), rloo);
