import type { SearchBackend } from './search-backend.ts';

/**
 * What `inner` finds among what `others` find: the first `topK` of both together, each document once, in an order that is
 * drawn, so that its place says nothing. For one document a search it is `inner`.
 */
export function crowdedBackend(inner: SearchBackend, others: SearchBackend): SearchBackend {
  return {
    id: `crowded(${inner.id},${others.id})`,
    async search(request) {
      const [found, beside] = await Promise.all([inner.search(request), others.search(request)]);
      const known = new Set(found.documents.map(({ id }) => id));
      const more = beside.documents.filter(({ id }) => !known.has(id));
      const documents = [...found.documents, ...more].slice(0, request.topK);
      return { documents: request.random.fork('crowd').shuffle(documents) };
    },
  };
}
