import type { Chunk } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { SearchBackend } from './search-backend.ts';

/**
 * The search that always finds: search i of an episode returns chunk i of those the question needs, in
 * reading order, and the gold chunk from then on, whatever the query says. It measures how well a policy reads.
 * @throws TwinZeroError its searches throw `search` for a question about another corpus, or whose chunks are not known.
 */
export function oracleBackend(chunks: readonly Chunk[]): SearchBackend {
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  return {
    id: 'oracle',
    async search({ question, searchIndex = 0 }) {
      const wanted = question.chunkIds[searchIndex] ?? question.goldChunkId;
      if (wanted === null)
        throw new TwinZeroError(
          'search',
          `the chunks that question ${question.id} needs are not known; search otherwise`,
        );
      const chunk = byId.get(wanted);
      if (chunk === undefined)
        throw new TwinZeroError(
          'search',
          `question ${question.id} needs chunk ${wanted}, which this corpus lacks`,
        );
      return { documents: [{ ...chunk, origin: 'chunk' }] };
    },
  };
}
