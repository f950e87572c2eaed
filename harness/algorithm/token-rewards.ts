import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { RewardedGroup } from './algorithm.ts';

/**
 * Rewards of every trained token of a group's episodes: each token pays klInReward * (old - reference) log-probability,
 * the k1 estimate of the KL divergence, and the last one gets the episode's reward (ZeroSearch
 * `core_algos.py:252-278 @2d4cdca` for the estimate). Null for an episode without a reward.
 *
 * With klInReward 0 no reference is read. An episode without trained tokens gives an empty array.
 * @throws TwinZeroError `internal` when what a rewarded episode's tokens need was not scored.
 */
export function tokenRewards(rewarded: RewardedGroup, klInReward: number): (number[] | null)[] {
  const { group, rewards, tokens } = rewarded;
  return rewards.map((reward, i) => {
    if (reward === null) return null;
    const episode = group.episodes[i]?.id ?? String(i);
    const trained = tokens?.[i] ?? null;
    if (trained === null)
      throw new TwinZeroError(
        'internal',
        `episode ${episode} has a reward but its trained tokens were not scored`,
      );
    const { oldLogprobs, referenceLogprobs } = trained;
    const reference = klInReward === 0 ? oldLogprobs : referenceLogprobs;
    if (reference?.length !== oldLogprobs.length)
      throw new TwinZeroError(
        'internal',
        `episode ${episode} has ${oldLogprobs.length} trained tokens but ${reference?.length ?? 'no'} reference log-probabilities`,
      );
    const last = oldLogprobs.length - 1;
    return oldLogprobs.map(
      (old, t) => (t === last ? reward : 0) - klInReward * (old - (reference[t] ?? Number.NaN)),
    );
  });
}

/** Sum of an episode's token rewards from each token to the last, without discount: 1, 2, 3 gives 6, 5, 3. */
export function returnsToGo(rewards: readonly number[]): number[] {
  const returns: number[] = [];
  let sum = 0;
  for (const reward of rewards.toReversed()) {
    sum += reward;
    returns.push(sum);
  }
  return returns.reverse();
}

/** Added to the variance, inside the root: `verl/utils/torch_functional.py`, `masked_whiten`. */
const epsilon = 1e-8;

/**
 * Shifts and scales all numbers of a step's groups to mean 0 and variance 1: (x - mean) / sqrt(variance + 1e-8), every
 * trained token counting once, variance with n - 1 (`masked_whiten` and `masked_var` of verl's `torch_functional.py`).
 * Null episodes stay null and out of mean and variance; a single number becomes 0, where verl stops.
 */
export function whiten(groups: readonly (readonly (readonly number[] | null)[])[]): (number[] | null)[][] {
  const all = groups.flatMap((group) => group.flatMap((values) => values ?? []));
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const divisor = Math.sqrt(squares / Math.max(all.length - 1, 1) + epsilon);
  return groups.map((group) =>
    group.map((values) => values?.map((value) => (value - mean) / divisor) ?? null),
  );
}
