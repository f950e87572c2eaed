import type { Chunk } from '../core/chunk.ts';
import type { Document } from '../core/document.ts';
import { bm25Index } from './bm25-index.ts';
import type { SearchBackend } from './search-backend.ts';

/** Settings of `bm25Backend`; `documents` are ranked together with the chunks, after them in a tie. */
export interface Bm25Options {
  /** Default 1.2. */
  readonly k1?: number;
  /** Default 0.75. */
  readonly b?: number;
  readonly documents?: readonly Document[];
}

/**
 * Lexical search over `chunks`. Equal scores are ordered by position; documents without a term of the
 * query are never returned, so a query of unknown words gives an empty result, not an arbitrary one.
 *
 * Written here because no maintained library ranks by the plain formula: MiniSearch 7.2 multiplies each
 * score by the number of query terms that matched, wink-bm25-text-search 3.1 rounds its weights, and
 * okapibm25 1.4 counts
 * matches inside words. Defaults are those usual for BM25 (Robertson and Zaragoza 2009,
 * section 3.2.2); gold@k on the Apollo 13 questions is pinned in the test.
 */
export function bm25Backend(chunks: readonly Chunk[], options: Bm25Options = {}): SearchBackend {
  const { k1 = 1.2, b = 0.75, documents = [] } = options;
  const all: readonly Document[] = [
    ...chunks.map(({ id, text }): Document => ({ id, text, origin: 'chunk' })),
    ...documents,
  ];
  const ranked = bm25Index(
    all.map(({ text }) => text),
    { k1, b },
  );
  return {
    id: backendId({ k1, b }, documents.length),
    async search({ query, topK }) {
      return { documents: ranked(query, topK).flatMap(({ position }) => all[position] ?? []) };
    },
  };
}

function backendId({ k1, b }: { readonly k1: number; readonly b: number }, added: number): string {
  const settings = [
    ...(k1 === 1.2 && b === 0.75 ? [] : [`k1=${k1}`, `b=${b}`]),
    ...(added === 0 ? [] : [`+${added}`]),
  ];
  return settings.length === 0 ? 'bm25' : `bm25(${settings.join(',')})`;
}
