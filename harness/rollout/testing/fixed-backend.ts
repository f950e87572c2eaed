import type { Chunk } from '../../core/question.ts';
import type { SearchBackend, SearchRequest } from '../../search/search-backend.ts';

/** A backend that always finds the same, and remembers what it was asked. */
export interface FixedBackend extends SearchBackend {
  readonly requests: readonly SearchRequest[];
}

/** Returns the first `topK` of `chunks` whatever the query. */
export function fixedBackend(chunks: readonly Chunk[]): FixedBackend {
  const requests: SearchRequest[] = [];
  return {
    id: 'fixed',
    requests,
    async search(request) {
      requests.push(request);
      const documents = chunks
        .slice(0, request.topK)
        .map(({ id, text }) => ({ id, text, origin: 'chunk' as const }));
      return { documents };
    },
  };
}
