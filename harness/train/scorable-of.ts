import { type Episode, episodeMessages } from '../core/episode.ts';
import { type Chunk, paragraphsOf } from '../core/question.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Scorable } from '../reward/reward.ts';

/** A judged episode as rewards see it; `chunks` are those of the corpus, by id. */
export function scorableOf(
  episode: Episode,
  verdict: Verdict,
  chunks: ReadonlyMap<string, Pick<Chunk, 'text'>>,
): Scorable {
  const { id, question } = episode;
  const chunk = question.goldChunkId === null ? undefined : chunks.get(question.goldChunkId);
  return {
    id,
    question: question.question,
    answers: question.answers,
    messages: episodeMessages(episode),
    answer: episode.outcome.kind === 'answered' ? episode.outcome.answer : null,
    found: episode.searches.map(({ documents }) => documents.map(({ text }) => text)),
    verdict,
    ...(chunk !== undefined && { chunkContent: chunk.text, supportingParagraphs: paragraphsOf(chunk.text) }),
  };
}
