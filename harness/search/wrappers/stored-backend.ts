import { LastingSearchError } from '../../core/retry.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SearchBackend, SearchRequest, SearchResult } from '../search-backend.ts';
import type { SearchStore, StoreKey } from './search-store.ts';

/**
 * Asks `inner` once per (backend with settings, limit, normalised query), in this process or any other that shares the
 * store, and keeps what it said: the store is a cache and a record of the run at once. Equal searches under way share one
 * answer. A failure is kept for the replay of the run alone, and asked again. `inner` is given the normalised query, so
 * that no result depends on which spelling came first; it must look at nothing else of a request. Has the id of `inner`.
 */
export function storedBackend(inner: SearchBackend, store: SearchStore): SearchBackend {
  const underWay = new Map<string, Promise<SearchResult>>();
  const ask = async (request: SearchRequest, key: StoreKey): Promise<SearchResult> => {
    const known = await store.find(key);
    if (known !== null) return known;
    const found = await inner.search(request);
    await store.keep(key, found);
    return found;
  };
  const askOnce = (request: SearchRequest, key: StoreKey): Promise<SearchResult> => {
    const name = JSON.stringify(key);
    const asked =
      underWay.get(name) ??
      ask(request, key).finally(() => {
        underWay.delete(name);
      });
    underWay.set(name, asked);
    return asked;
  };
  return {
    id: inner.id,
    async search(request) {
      const { random } = request;
      const asked = { ...request, query: normalQuery(request.query) };
      const key = keyOf(inner.id, asked);
      try {
        const result = await askOnce(asked, key);
        await store.forgetFailure(key, random);
        return result;
      } catch (error) {
        if (error instanceof TwinZeroError && error.kind === 'search')
          await store.keepFailure(key, random, {
            message: error.message,
            lasting: error instanceof LastingSearchError,
          });
        throw error;
      }
    },
  };
}

/**
 * Answers from a store alone, as the run it records was answered: the same documents, and the same failures of the same
 * searches. Its searches throw `search` for a query that was not recorded, which is never an empty result.
 * @param id of the backend that was recorded.
 */
export function replayBackend(id: string, store: SearchStore): SearchBackend {
  return {
    id,
    async search(request) {
      const key = keyOf(id, { ...request, query: normalQuery(request.query) });
      const failed = await store.findFailure(key, request.random);
      if (failed?.lasting === true) throw new LastingSearchError(failed.message);
      if (failed !== null) throw new TwinZeroError('search', failed.message);
      const found = await store.find(key);
      if (found !== null) return found;
      throw new LastingSearchError(
        `${id} has no record of the query "${key.query}" with ${key.topK} documents in ${store.folder}; replay the run that was recorded there, or search live`,
      );
    },
  };
}

function keyOf(backend: string, { query, topK }: SearchRequest): StoreKey {
  return { backend, query, topK };
}

/** A query with composed characters, and one blank for each run of white space. Case stays: `OR` is an operator. */
export function normalQuery(query: string): string {
  return query.normalize('NFC').replace(/\s+/gu, ' ').trim();
}
