import type { Algorithm } from './algorithm.ts';
import { generalisedAdvantage, type Discounts } from './generalised-advantage.ts';
import type { RewardedGroup } from './rewarded-group.ts';
import { tokenRewards } from './token-rewards.ts';
import { whiten } from './whiten.ts';

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
