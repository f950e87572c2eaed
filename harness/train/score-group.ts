import type { RewardedGroup } from '../algorithm/algorithm.ts';
import type { Episode } from '../core/episode.ts';
import type { Group } from '../core/group.ts';
import type { Chunk } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Verdict } from '../core/verdict.ts';
import { correctnessOf, type Judge, judgeEpisode } from '../judge/judge.ts';
import {
  type OwnRewards,
  type RewardSpec,
  type RewardValues,
  scoreEpisode,
  valuesOf,
} from '../reward/rewards.ts';
import { scorableOf } from './scorable-of.ts';

/** An episode with what the judge and the rewards made of it. */
export interface ScoredEpisode {
  readonly episode: Episode;
  /** Null for a failed episode. */
  readonly verdict: Verdict | null;
  /** The judge's verdict as a score; null for a failed episode and where the judge failed. */
  readonly correct: boolean | null;
  /** Unweighted value of each reward; null throughout for a failed episode. */
  readonly parts: RewardValues;
  /** Weighted total; null when the episode or its judge failed. */
  readonly reward: number | null;
}

/** A group whose episodes are scored; `rewards` repeats their totals in order. */
export interface ScoredGroup extends RewardedGroup {
  readonly scored: readonly ScoredEpisode[];
}

/** Judge, rewards and chunks that episodes are scored with. */
export interface Scoring {
  readonly rewards: readonly RewardSpec[];
  /** Rewards that the reproduction brings; absent for none. */
  readonly ownRewards?: OwnRewards | undefined;
  readonly judge: Judge;
  /** Chunks of the corpus by id: some rewards compare with the gold chunk's text. */
  readonly chunks: ReadonlyMap<string, Chunk>;
}

/**
 * Judges and rewards every episode of a group; a failed episode, or one whose judge failed, gets null.
 * @throws TwinZeroError `data` when a paid reward lacks what it needs for another reason.
 */
export async function scoreGroup(group: Group, scoring: Scoring): Promise<ScoredGroup> {
  const scored: ScoredEpisode[] = [];
  // One after the other; groups are scored side by side, which bounds what a judge is asked at once.
  for (const episode of group.episodes) scored.push(await scoreOne(episode, scoring));
  return { group, scored, rewards: scored.map(({ reward }) => reward) };
}

async function scoreOne(episode: Episode, scoring: Scoring): Promise<ScoredEpisode> {
  const verdict = await judgeEpisode(episode, scoring.judge);
  const { rewards, ownRewards } = scoring;
  if (verdict === null || verdict.kind === 'unanswerable') {
    const parts = Object.fromEntries(rewards.map(({ name }) => [name, null]));
    return { episode, verdict, correct: null, parts, reward: null };
  }
  const { parts, total } = scoreEpisode(rewards, scorableOf(episode, verdict, scoring.chunks), ownRewards);
  const missing = Object.entries(parts).find(([, part]) => 'missing' in part);
  if (total === null)
    throw new TwinZeroError(
      'data',
      `reward ${missing?.[0]} cannot be computed for episode ${episode.id}: ` +
        `it lacks ${missing !== undefined && 'missing' in missing[1] ? missing[1].missing : 'a value'}; pay another reward`,
    );
  return {
    episode,
    verdict,
    correct: correctnessOf(verdict),
    parts: valuesOf(parts),
    reward: total,
  };
}
