import { type Group, groupOf } from '../core/group.ts';
import type { Question } from '../core/question.ts';
import { type PlayOptions, playEpisodes } from './play-episodes.ts';

/**
 * Plays one group per question, `samples` episodes each, in the order of `questions`.
 * @throws TwinZeroError `internal` for fewer than two samples; and what `playEpisode` throws.
 */
export async function playGroups(questions: readonly Question[], options: PlayOptions): Promise<Group[]> {
  const played = await playEpisodes(questions, options);
  return questions.map((question, i) => groupOf(question, played[i] ?? []));
}
