import type { Document } from '../../core/episode.ts';
import type { Chunk } from '../../core/question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { requireRate, type SearchBackend, type SearchRequest } from '../search-backend.ts';

/** Settings of `noiseBackend`. */
export interface NoiseOptions {
  /** Probability that a search is replaced, 0 to 1. */
  readonly rate: number;
  /** Chunks that replacements are drawn from, without repeats within one search. */
  readonly pool: readonly Chunk[];
}

/**
 * With probability `rate` replaces the whole result by `topK` random chunks of the pool, never one the
 * question needs; says so in `noisy`. The draw depends on the request's generator alone, so the same
 * search gives the same result whatever ran before it. Put a cache inside this wrapper, not around it.
 * @throws TwinZeroError `configuration` for a rate outside [0, 1] or an empty pool.
 */
export function noiseBackend(inner: SearchBackend, { rate, pool }: NoiseOptions): SearchBackend {
  requireRate('the noise rate of a search', rate);
  if (pool.length === 0)
    throw new TwinZeroError('configuration', 'the noise of a search needs a pool of at least one chunk');
  return {
    id: `noise(${inner.id},${rate})`,
    async search(request) {
      if (request.random.fork('noise').uniform() < rate)
        return { documents: randomDocuments(pool, request), noisy: true };
      return { ...(await inner.search(request)), noisy: false };
    },
  };
}

function randomDocuments(pool: readonly Chunk[], { topK, question, random }: SearchRequest): Document[] {
  const draw = random.fork('noise-documents');
  const needed = new Set([question.goldChunkId, ...question.chunkIds]);
  const chosen = new Set<number>();
  const drawable = pool.filter(({ id }) => !needed.has(id));
  while (chosen.size < Math.min(topK, drawable.length)) chosen.add(draw.below(drawable.length));
  return [...chosen].flatMap((index) => {
    const chunk = drawable[index];
    return chunk === undefined ? [] : { ...chunk, origin: 'distractor' };
  });
}
