import type { Random } from '../core/random.ts';
import { type RewardSpec, type RewardValues, totalReward } from '../reward/rewards.ts';
import type { ScoredEpisode, ScoredGroup } from './score-group.ts';

/** Rewards that are computed episode by episode: a shuffled one as that which it shuffles. */
export function earnedRewards(specs: readonly RewardSpec[]): RewardSpec[] {
  return specs.map(({ reward, ...rest }) => ({ ...rest, reward: isShuffled(reward) ? reward.of : reward }));
}

/**
 * Deals the amounts of each shuffled reward out again over the episodes of the step, so that an episode is paid for
 * what another one did. The sum over the step stays; an episode without a score takes no part. The draw is keyed by
 * the reward's name, and the order is that of questions and samples, so it does not depend on which episode ended first.
 *
 * DEVIATION(placebo): in no paper. The same pay without its information.
 * @param groups of one step, scored with `earnedRewards`.
 * @param random generator of this very step.
 */
export function dealShuffled(
  groups: readonly ScoredGroup[],
  { rewards, random }: { readonly rewards: readonly RewardSpec[]; readonly random: Random },
): readonly ScoredGroup[] {
  const names = rewards.flatMap(({ name, reward }) => (isShuffled(reward) ? [name] : []));
  if (names.length === 0) return groups;
  const paid = groups.flatMap(({ scored }) => scored).filter(({ reward }) => reward !== null);
  const dealt = new Map<ScoredEpisode, RewardValues>(paid.map((one) => [one, one.parts]));
  for (const name of names) {
    const amounts = random.fork(name).shuffle(paid.map(({ parts }) => parts[name] ?? null));
    for (const [i, one] of paid.entries()) dealt.set(one, { ...dealt.get(one), [name]: amounts[i] ?? null });
  }
  return groups.map((group) => {
    const scored = group.scored.map((one) => {
      const parts = dealt.get(one);
      return parts === undefined ? one : { ...one, parts, reward: totalReward(rewards, parts) };
    });
    return { ...group, scored, rewards: scored.map(({ reward }) => reward) };
  });
}

function isShuffled(reward: RewardSpec['reward']): reward is Extract<typeof reward, { kind: 'shuffled' }> {
  return typeof reward !== 'string' && reward.kind === 'shuffled';
}
