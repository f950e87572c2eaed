import type { SearchRecord } from '../core/search-record.ts';
import type { SearchRequest, SearchResult } from './search-backend.ts';

/**
 * What an episode keeps of a search made with the backend `backendId`. The gold rank counts only the
 * original chunk: a paraphrase of it is no hit (e.g. paraphrase first, gold second gives 2).
 */
export function recordSearch(request: SearchRequest, result: SearchResult, backendId: string): SearchRecord {
  const { documents, ...measured } = result;
  const place = documents.findIndex(
    ({ id, origin }) => origin === 'chunk' && id === request.question.goldChunkId,
  );
  return {
    query: request.query,
    documents,
    backend: backendId,
    goldRank: place === -1 ? null : place + 1,
    ...measured,
  };
}
