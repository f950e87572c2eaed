import type { Episode } from '../core/episode.ts';
import type { Question } from '../core/question.ts';
import { Random } from '../core/random.ts';
import type { Verdict } from '../core/verdict.ts';

import { type Judge, judgeEpisode } from '../judge/judge.ts';
import type { Player } from '../run/index.ts';
import { playEpisodes } from '../rollout/index.ts';

/** Settings of `collectEpisodes`. */
export interface CollectOptions {
  readonly player: Player;
  /** Episodes in flight at once, from 1; changes nothing but speed. */
  readonly concurrency: number;
  readonly judge: Judge;
  readonly seed: number;
  /** Episodes per question, from 1. */
  readonly samples: number;
  /** 1 in the recipe: varied queries are wanted. */
  readonly temperature: number;
}

/** An episode with what the judge said of its answer. */
export interface CollectedEpisode {
  readonly episode: Episode;
  /** Null for a failed episode. */
  readonly verdict: Verdict | null;
}

/**
 * Trajectories of a policy against real search, the raw material of a simulator (ZeroSearch section 3.3).
 * @param questions training questions; the search of the player must hold nothing but training chunks.
 */
export async function collectEpisodes(
  questions: readonly Question[],
  { player, concurrency, judge, seed, samples, temperature }: CollectOptions,
): Promise<CollectedEpisode[]> {
  const played = await playEpisodes(questions, {
    ...player,
    step: 0,
    samples,
    sampling: { temperature },
    concurrency,
    random: Random.seeded(seed).fork('collect'),
  });
  const collected: CollectedEpisode[] = [];
  for (const episode of played.flat())
    collected.push({ episode, verdict: await judgeEpisode(episode, judge) });
  return collected;
}
