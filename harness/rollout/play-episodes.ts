import type { Episode } from '../core/episode.ts';
import { type Group, groupOf } from '../core/group.ts';
import { mapConcurrent } from '../core/map-concurrent.ts';
import type { Question } from '../core/question.ts';
import { playEpisode } from './play-episode.ts';
import type { EpisodeOptions } from './tape.ts';

/** Settings of a batch of questions. */
export interface PlayOptions extends Omit<EpisodeOptions, 'id' | 'sample'> {
  /** Part of episode ids and random keys. */
  readonly step: number;
  /** Episodes per question, from 1. */
  readonly samples: number;
  /** Episodes in flight at once, from 1; changes nothing but speed. */
  readonly concurrency: number;
  /** Keyed by (seed, purpose); forked here by (step, question, sample). */
  readonly random: EpisodeOptions['random'];
  /** Called as each episode ends, in no fixed order; for progress. */
  readonly onEpisode?: (episode: Episode) => void;
}

/**
 * Plays `samples` episodes of each question; the result has one list per question, in order.
 * @throws what `playEpisode` throws, once the episodes in flight have ended.
 */
export async function playEpisodes(
  questions: readonly Question[],
  options: PlayOptions,
): Promise<Episode[][]> {
  const { step, samples, concurrency, random, onEpisode, ...shared } = options;
  const places = questions.flatMap((question) =>
    Array.from({ length: samples }, (_, sample) => ({ question, sample })),
  );
  const episodes = await mapConcurrent(
    places,
    async ({ question, sample }) => {
      const keyed = random.fork(step, question.id, sample);
      const id = `${step}/${question.id}/${sample}`;
      const episode = await playEpisode(question, { ...shared, id, sample, random: keyed });
      onEpisode?.(episode);
      return episode;
    },
    { limit: concurrency },
  );
  return questions.map((_, i) => episodes.slice(i * samples, (i + 1) * samples));
}

/**
 * Plays one group per question, `samples` episodes each, in the order of `questions`.
 * @throws TwinZeroError `internal` for fewer than two samples; and what `playEpisode` throws.
 */
export async function playGroups(questions: readonly Question[], options: PlayOptions): Promise<Group[]> {
  const played = await playEpisodes(questions, options);
  return questions.map((question, i) => groupOf(question, played[i] ?? []));
}
