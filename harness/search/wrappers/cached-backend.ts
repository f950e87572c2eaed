import type { SearchBackend, SearchRequest, SearchResult } from '../search-backend.ts';

/** Store of results; a `Map` with promises is one. */
export interface SearchCache {
  get(key: string): Promise<SearchResult> | undefined;
  set(key: string, result: Promise<SearchResult>): unknown;
  delete(key: string): unknown;
}

/** Settings of `cachedBackend`. */
export interface CacheOptions {
  /** Default: an empty one of its own. One store may serve several backends over one corpus. */
  readonly store?: SearchCache;
  /**
   * Parts of a request that decide the result besides the query and the limit; default none. A simulator answers by
   * label and gold answer, so it must give both here, else one question's documents leak into another's.
   */
  readonly keyParts?: (request: SearchRequest) => readonly (string | number)[];
}

/**
 * Asks `inner` once per (backend id, limit, query, key parts); equal searches under way share one answer.
 * Failures are not kept. `inner` must not draw at random: put noise and faults around the cache, where
 * each search draws for itself.
 */
export function cachedBackend(inner: SearchBackend, options: CacheOptions = {}): SearchBackend {
  const { store = new Map<string, Promise<SearchResult>>(), keyParts = () => [] } = options;
  return {
    id: `cached(${inner.id})`,
    async search(request) {
      const key = JSON.stringify([inner.id, request.topK, request.query, ...keyParts(request)]);
      const known = store.get(key);
      if (known !== undefined) return known;
      const result = inner.search(request);
      store.set(key, result);
      result.catch(() => store.delete(key));
      return result;
    },
  };
}
