import type { Document } from '../core/episode.ts';
import type { SearchResult } from './search-backend.ts';

/** A text that was found. */
export interface Hit {
  /** Index of the text, from 0. */
  readonly position: number;
  readonly score: number;
}

/**
 * The `topK` best of the scores above a threshold, best first, equal ones by position. One pass with a sorted short
 * list: `topK` is small, so this beats sorting every score.
 */
export function bestHits(
  scores: Float64Array,
  { topK, above }: { readonly topK: number; readonly above: number },
): readonly Hit[] {
  const hits: Hit[] = [];
  let threshold = above;
  for (let position = 0; position < scores.length; position += 1) {
    const score = scores[position] ?? 0;
    if (score <= threshold) continue;
    const place = hits.findIndex((hit) => hit.score < score);
    hits.splice(place === -1 ? hits.length : place, 0, { position, score });
    if (hits.length > topK) hits.pop();
    if (hits.length === topK) threshold = hits.at(-1)?.score ?? Infinity;
  }
  return hits;
}

/** The documents at the places of the hits, with their scores. */
export function documentsAt(hits: readonly Hit[], documents: readonly Document[]): SearchResult {
  return {
    documents: hits.flatMap(({ position }) => documents[position] ?? []),
    scores: hits.map(({ score }) => score),
  };
}
