import type { Episode } from '../../core/episode.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Verdict } from '../../core/verdict.ts';
import type { SearchPair } from './search-pair.ts';

/**
 * Every search of the episodes that returned something, in order, repeats included. Failed episodes and those whose
 * judge failed give none: whether they ended well is not known.
 *
 * @param verdicts one per episode, in the same order; null for a failed episode.
 * Source: ZeroSearch section 3.3.
 * @throws TwinZeroError `internal` unless there is a verdict per episode; `data` for a search that was simulated.
 */
export function pairsOf(episodes: readonly Episode[], verdicts: readonly (Verdict | null)[]): SearchPair[] {
  if (verdicts.length !== episodes.length)
    throw new TwinZeroError('internal', `${episodes.length} episodes came with ${verdicts.length} verdicts`);
  return episodes.flatMap((episode, index) => {
    const verdict = verdicts[index] ?? null;
    if (episode.outcome.kind === 'failed' || verdict === null || verdict.kind === 'unanswerable') return [];
    return searchPairs(episode, verdict.kind === 'correct');
  });
}

function searchPairs({ id, question, searches }: Episode, episodeCorrect: boolean): SearchPair[] {
  return searches.flatMap(({ query, documents, backend }) => {
    if (documents.some(({ origin }) => origin === 'simulated'))
      throw new TwinZeroError(
        'data',
        `episode ${id} searched with ${backend}, which simulates; collect pairs from a real search`,
      );
    if (documents.length === 0) return [];
    return {
      query,
      question: question.question,
      gold: question.answers[0],
      questionId: question.id,
      documents: documents.map(({ text }) => text),
      episodeCorrect,
    };
  });
}
