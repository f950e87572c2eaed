import type { Episode } from './episode.ts';
import type { Question } from './question.ts';
import { TwinZeroError } from './twin-zero-error.ts';

/** The episodes of one question in one step, at least two: the unit advantages are computed from. */
export interface Group {
  readonly question: Question;
  readonly episodes: readonly [Episode, Episode, ...Episode[]];
}

/**
 * Makes a group.
 * @throws TwinZeroError `internal` for fewer than two episodes or an episode of another question.
 */
export function groupOf(question: Question, episodes: readonly Episode[]): Group {
  const [first, second, ...rest] = episodes;
  if (first === undefined || second === undefined)
    throw new TwinZeroError('internal', `the group of question ${question.id} needs at least two episodes`);
  const stranger = episodes.find((episode) => episode.question.id !== question.id);
  if (stranger !== undefined)
    throw new TwinZeroError('internal', `episode ${stranger.id} does not belong to question ${question.id}`);
  return { question, episodes: [first, second, ...rest] };
}
