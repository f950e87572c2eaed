import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { RewardedGroup } from './rewarded-group.ts';

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
