import { z } from 'zod';
import { registered, registeredName } from '../core/registered.ts';
import { answerWordsReward, emReward, f1Reward, paddingWordsReward, subEmReward } from './answer-rewards.ts';
import { lastParagraphReward, wholeChunkReward } from './chunk-rewards.ts';
import { correctedRetryReward } from './corrected-retry-reward.ts';
import { correctnessReward } from './correctness-reward.ts';
import { withDefaultAnswer } from './default-answer.ts';
import { formatF1Reward } from './format-f1-reward.ts';
import { formatReward } from './format-reward.ts';
import { informedRetryReward } from './informed-retry-reward.ts';
import { retrievalRankReward } from './retrieval-rank-reward.ts';
import { retryReward } from './retry-reward.ts';
import type { Reward, RewardValue, Scorable } from './reward.ts';
import { searchDiversityReward } from './search-diversity-reward.ts';
import { searchStrategyReward } from './search-strategy-reward.ts';

/** Every reward by name: the table is the list of what a configuration may pay. */
const rewards = {
  'answer-words': answerWordsReward,
  'corrected-retry': correctedRetryReward,
  correctness: correctnessReward,
  em: emReward,
  f1: f1Reward,
  format: formatReward,
  'format-f1': formatF1Reward,
  'informed-retry': informedRetryReward,
  'last-paragraph': lastParagraphReward,
  'padding-words': paddingWordsReward,
  'retrieval-rank': retrievalRankReward,
  retry: retryReward,
  'search-diversity': searchDiversityReward,
  'search-strategy': searchStrategyReward,
  'sub-em': subEmReward,
  'whole-chunk': wholeChunkReward,
} as const satisfies Readonly<Record<string, Reward>>;

/** A reward of the table. */
export type RewardName = keyof typeof rewards;

const tableName = z.enum(Object.keys(rewards) as [RewardName, ...RewardName[]]);

/** A reward of the table, or the registered name of one that a reproduction brings. */
const rewardName = z.union([tableName, registeredName]);

/** Rewards that a reproduction brings, by their registered names `<reproduction>/<name>`. */
export type OwnRewards = Readonly<Record<string, Reward>>;

/** One reward of a configuration. */
export const rewardSpec = z.strictObject({
  /** Column of metrics.csv and key of an episode's rewards; unique in its configuration. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be in snake_case'),
  /** 0 measures without paying. */
  weight: z.number(),
  reward: z.union(
    [
      rewardName,
      z.strictObject({ kind: z.literal('default-answer'), answer: z.string().min(1), of: rewardName }),
      /** The amounts that `of` would pay in a step, dealt out to its episodes at random. */
      z.strictObject({ kind: z.literal('shuffled'), of: rewardName }),
    ],
    `expected ${tableName.options.join(', ')}, <reproduction>/<name> of one that a reproduction brings, { "kind": "shuffled", "of": <one of these> }, or { "kind": "default-answer", "answer": <text>, "of": <one of these> }`,
  ),
});

/** A `rewardSpec`. */
export type RewardSpec = z.infer<typeof rewardSpec>;

/** Rewards of a configuration in the order of their columns, no name twice. */
export const rewardSpecs = z
  .array(rewardSpec)
  .min(1)
  .refine(
    (specs) => new Set(specs.map(({ name }) => name)).size === specs.length,
    'two rewards have one name',
  );

/** A named combination of rewards, and by which rule a judge's stored reply is read when it scores episodes again. */
export interface RewardSet {
  readonly rewards: readonly RewardSpec[];
  readonly judge: 'match' | 'published' | 'strict';
  /** Rewards that are not in the table, where it names any. */
  readonly own?: OwnRewards;
}

/** The weight of each reward that is paid, in order; what is only measured is left out. */
export function paidWeights(specs: readonly RewardSpec[]): Record<string, number> {
  return Object.fromEntries(
    specs.filter(({ weight }) => weight !== 0).map(({ name, weight }) => [name, weight]),
  );
}

/** The rewards of one episode. */
export interface EpisodeScore {
  /** Every reward by name, in the order of the configuration. */
  readonly parts: Readonly<Record<string, RewardValue>>;
  /** Weighted sum in that order; null when a reward with a weight is missing. */
  readonly total: number | null;
}

/**
 * Scores an episode with every reward of a configuration, paid or not.
 * @throws TwinZeroError `configuration` for a registered name that `own` lacks.
 */
export function scoreEpisode(
  specs: readonly RewardSpec[],
  episode: Scorable,
  own: OwnRewards = {},
): EpisodeScore {
  const parts = Object.fromEntries(specs.map(({ name, reward }) => [name, rewardOf(reward, own)(episode)]));
  return { parts, total: totalReward(specs, valuesOf(parts)) };
}

/** Values of rewards by name; null for one that is missing. */
export type RewardValues = Readonly<Record<string, number | null>>;

/** The values of an episode's rewards, without what a missing one lacks. */
export function valuesOf(parts: EpisodeScore['parts']): RewardValues {
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, 'missing' in part ? null : part.value]),
  );
}

/** The weighted sum in the order of the configuration; null when a reward with a weight is missing. */
export function totalReward(specs: readonly RewardSpec[], values: RewardValues): number | null {
  let total = 0;
  for (const { name, weight } of specs) {
    if (weight === 0) continue;
    const value = values[name] ?? null;
    if (value === null) return null;
    total += weight * value;
  }
  return total;
}

/** No episode has a shuffled reward of its own: its step deals it out. */
const shuffled: Reward = () => ({ missing: 'the other episodes of its step' });

/**
 * Refuses rewards that nobody brings, before anything is opened.
 * @throws TwinZeroError `configuration` naming the first one.
 */
export function requireRewards(specs: readonly RewardSpec[], own: OwnRewards): void {
  for (const { reward } of specs) rewardNamed(typeof reward === 'string' ? reward : reward.of, own);
}

function rewardOf(reward: RewardSpec['reward'], own: OwnRewards): Reward {
  if (typeof reward === 'string') return rewardNamed(reward, own);
  return reward.kind === 'shuffled'
    ? shuffled
    : withDefaultAnswer(rewardNamed(reward.of, own), reward.answer);
}

function rewardNamed(name: z.infer<typeof rewardName>, own: OwnRewards): Reward {
  const known = tableName.safeParse(name);
  return known.success ? rewards[known.data] : registered(own, name, 'reward');
}
