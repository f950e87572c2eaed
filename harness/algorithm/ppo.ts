import { z } from 'zod';
import { kind } from '../core/kinds.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type Algorithm, klInRewardSetting, type RewardedGroup } from './algorithm.ts';
import { tokenRewards, whiten } from './token-rewards.ts';

/** Discounts of the future, both from 0 to 1. */
export interface Discounts {
  /** Per trained token. */
  readonly gamma: number;
  /** 1 trusts the rewards that came, 0 the critic's next value. */
  readonly lambda: number;
}

/**
 * Generalised advantage estimation over an episode's trained tokens (ZeroSearch `core_algos.py:70-107 @2d4cdca`):
 * delta_t = r_t + gamma V_(t+1) - V_t with V = 0 after the last token, A_t = delta_t + gamma lambda A_(t+1).
 * @throws TwinZeroError `internal` when there is not one value per reward.
 */
export function generalisedAdvantage(
  rewards: readonly number[],
  values: readonly number[],
  { gamma, lambda }: Discounts,
): number[] {
  if (values.length !== rewards.length)
    throw new TwinZeroError(
      'internal',
      `${rewards.length} trained tokens but ${values.length} values of the critic`,
    );
  const advantages: number[] = [];
  let next = 0;
  let nextValue = 0;
  for (let t = rewards.length - 1; t >= 0; t -= 1) {
    const value = values[t] ?? Number.NaN;
    next = (rewards[t] ?? Number.NaN) + gamma * nextValue - value + gamma * lambda * next;
    nextValue = value;
    advantages.push(next);
  }
  return advantages.reverse();
}

export interface PpoOptions extends Discounts {
  /** Coefficient of the log-ratio to the reference in the reward; 0.001 in ZeroSearch (`train_ppo.sh`). */
  readonly klInReward: number;
}

/**
 * Proximal policy optimisation with a critic (ZeroSearch `core_algos.py:70-107 @2d4cdca`): generalised advantages over
 * token rewards with the KL penalty in them; the critic's targets are these advantages plus the values they were
 * computed from; then the advantages, not the targets, are whitened over all trained tokens of the step.
 *
 * DEVIATION(ppo-masked): the recursion steps from one trained token to the next, and only trained tokens are whitened
 * and teach the critic; the published run ran all three over document tokens as well (`ray_trainer.py:123-136`,
 * `dp_critic.py:178-188`), as this does where observations are trained on.
 */
export function ppo(options: PpoOptions): Algorithm {
  return {
    id: 'ppo',
    needs: options.klInReward === 0 ? ['values'] : ['reference', 'values'],
    advantages: (groups) =>
      whiten(
        groups.map((group) => estimatesOf(group, options).map((estimate) => estimate?.advantages ?? null)),
      ),
    returns: (groups) =>
      groups.map((group) => estimatesOf(group, options).map((estimate) => estimate?.returns ?? null)),
    loss: (objective, settings) => ({ ...objective, ...settings }),
  };
}

interface Estimate {
  /** Before whitening. */
  readonly advantages: readonly number[];
  readonly returns: readonly number[];
}

function estimatesOf(group: RewardedGroup, options: PpoOptions): (Estimate | null)[] {
  return tokenRewards(group, options.klInReward).map((rewards, i) => {
    if (rewards === null) return null;
    const values = group.tokens?.[i]?.values ?? [];
    const advantages = generalisedAdvantage(rewards, values, options);
    return { advantages, returns: advantages.map((advantage, t) => advantage + (values[t] ?? Number.NaN)) };
  });
}

const share = z.number().min(0).max(1);

/** ppo in a configuration; gamma and lambda default to 1 (`ppo_trainer.yaml:157-158 @2d4cdca`). */
export const ppoKind = kind(
  z.strictObject({
    name: z.literal('ppo'),
    klInReward: klInRewardSetting,
    gamma: share.exactOptional(),
    lambda: share.exactOptional(),
  }),
  ({ klInReward: kl = 0, gamma = 1, lambda = 1 }) => ppo({ klInReward: kl, gamma, lambda }),
);
