import { TwinZeroError } from '../core/twin-zero-error.ts';

/** What the future is worth, both from 0 to 1. */
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
