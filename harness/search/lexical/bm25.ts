import type { Document } from '../../core/episode.ts';
import type { Chunk } from '../../core/question.ts';
import { bestHits, documentsAt, type Hit } from '../best-hits.ts';
import type { SearchBackend } from '../search-backend.ts';
import { termsOf } from './terms-of.ts';

/** The two free parameters of BM25. */
export interface Bm25Parameters {
  readonly k1: number;
  readonly b: number;
}

interface Postings {
  /** Ascending text positions. */
  readonly positions: readonly number[];
  /** Score that one occurrence of the term in the query adds to each of those texts. */
  readonly contributions: readonly number[];
}

/**
 * Finds the `topK` best texts, best first, equal scores by position; texts that share no term with the
 * query are left out.
 */
export type Bm25Index = (query: string, topK: number) => readonly Hit[];

/**
 * An inverted index under BM25 (Robertson and Zaragoza 2009, section 3.2) with
 * idf = ln(1 + (N - df + 0.5) / (df + 0.5)); each repeat of a term in the query counts again.
 */
export function bm25Index(texts: readonly string[], parameters: Bm25Parameters): Bm25Index {
  const postings = contributionsByTerm(texts, parameters);
  const scores = new Float64Array(texts.length);
  return (query, topK) => {
    scores.fill(0);
    for (const term of termsOf(query)) {
      const found = postings.get(term);
      if (found === undefined) continue;
      for (const [i, position] of found.positions.entries())
        scores[position] = (scores[position] ?? 0) + (found.contributions[i] ?? 0);
    }
    return bestHits(scores, { topK, above: 0 });
  };
}

function contributionsByTerm(texts: readonly string[], { k1, b }: Bm25Parameters): Map<string, Postings> {
  const termsOfTexts = texts.map(termsOf);
  const meanLength = termsOfTexts.reduce((sum, terms) => sum + terms.length, 0) / texts.length;
  const frequencies = new Map<string, Map<number, number>>();
  for (const [position, terms] of termsOfTexts.entries())
    for (const term of terms) {
      const byPosition = frequencies.get(term) ?? new Map<number, number>();
      frequencies.set(term, byPosition.set(position, (byPosition.get(position) ?? 0) + 1));
    }
  const postings = new Map<string, Postings>();
  for (const [term, byPosition] of frequencies) {
    const idf = Math.log(1 + (texts.length - byPosition.size + 0.5) / (byPosition.size + 0.5));
    const contributions = [...byPosition].map(([position, frequency]) => {
      const length = termsOfTexts[position]?.length ?? 0;
      return (idf * frequency * (k1 + 1)) / (frequency + k1 * (1 - b + (b * length) / meanLength));
    });
    postings.set(term, { positions: [...byPosition.keys()], contributions });
  }
  return postings;
}

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
      return documentsAt(ranked(query, topK), all);
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
