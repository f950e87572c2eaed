import { type FmIndex, isSomewhere } from '../../harness/search/index.ts';

/** Settings of `clueRanking`. */
export interface ClueRankingOptions {
  /** Documents of the index. */
  readonly size: number;
  /** A clue that stands in more places says nothing. */
  readonly maxOccurrences: number;
  /** Most documents that are ranked. */
  readonly count: number;
}

/**
 * Documents by the clues that stand in them, best first, by index: the sum over clues of
 * (ln(N / occurrences) + ln(N / documents with it)) x ln(1 + occurrences in the document), equal scores by index.
 * Source: sunnynexus/RetroLLM @d522502 scripts/generate.py, `document_scoring_fn`.
 */
export function clueRanking(
  corpus: FmIndex,
  clues: readonly (readonly number[])[],
  { size, maxOccurrences, count }: ClueRankingOptions,
): number[] {
  const scores = new Map<number, number>();
  for (const clue of clues) {
    const range = corpus.find(clue);
    const occurrences = range.high - range.low;
    if (!isSomewhere(range) || occurrences > maxOccurrences) continue;
    const frequencies = new Map<number, number>();
    for (const { document } of corpus.places(range))
      frequencies.set(document, (frequencies.get(document) ?? 0) + 1);
    const weight = Math.log(size / occurrences) + Math.log(size / frequencies.size);
    for (const [document, frequency] of frequencies)
      scores.set(document, (scores.get(document) ?? 0) + weight * Math.log(1 + frequency));
  }
  return best(scores).slice(0, count);
}

/** A ranking, best first, and how much it counts. */
export interface WeightedRanking<Id> {
  readonly ids: readonly Id[];
  readonly weight: number;
}

/** Rankings as one: each gives what it ranks its weight over the rank, from 1. Source: as above, `weighted_reciprocal_rank_fusion`. */
export function fusedRanking<Id>(rankings: readonly WeightedRanking<Id>[]): Id[] {
  const scores = new Map<Id, number>();
  for (const { ids, weight } of rankings)
    for (const [i, id] of ids.entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (i + 1));
  return best(scores);
}

/** The sort is stable: equal scores stay in the order in which they were first met. */
function best<Id>(scores: ReadonlyMap<Id, number>): Id[] {
  return [...scores].toSorted(([, a], [, b]) => b - a).map(([id]) => id);
}
