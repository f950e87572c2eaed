import { z } from 'zod';
import { kind } from '../core/kinds.ts';
import { type Algorithm, type RewardedGroup } from './algorithm.ts';

/** Added to the standard deviation, `UnslothGRPOTrainerTemp.py:1313-1319 @20fb677`. */
const epsilon = 1e-4;

/** Scale of a group's centred rewards. */
export interface GrpoOptions {
  /** `std` divides by the group's sample standard deviation; `none` leaves the differences as they are. */
  readonly scale: 'std' | 'none';
}

/**
 * Group-relative policy optimisation: an episode's advantage is (r - mean) / (sd + 1e-4) within its group,
 * sd with n - 1 (ReZero `UnslothGRPOTrainerTemp.py:1313-1319 @20fb677`).
 *
 * Rewards 1, 0, 0, 0 give 1.4997, -0.4999, -0.4999, -0.4999. An episode without a reward is left out of mean
 * and sd and gets null; a group with fewer than two rewards gets null throughout.
 */
export function grpo({ scale }: GrpoOptions): Algorithm {
  return {
    id: 'grpo',
    needs: [],
    advantages: (groups) => groups.map((group) => advantagesOf(group, scale)),
    loss: (objective, settings) => ({ ...objective, ...settings }),
  };
}

function advantagesOf({ rewards }: RewardedGroup, scale: GrpoOptions['scale']): (number | null)[] {
  const given = rewards.filter((reward) => reward !== null);
  if (given.length < 2) return rewards.map(() => null);
  const mean = given.reduce((sum, reward) => sum + reward, 0) / given.length;
  const squares = given.reduce((sum, reward) => sum + (reward - mean) ** 2, 0);
  const divisor = scale === 'std' ? Math.sqrt(squares / (given.length - 1)) + epsilon : 1;
  return rewards.map((reward) => (reward === null ? null : (reward - mean) / divisor));
}

/** grpo in a configuration. */
export const grpoKind = kind(
  z.strictObject({ name: z.literal('grpo'), scale: z.enum(['std', 'none']).default('std') }),
  grpo,
);
