import type { Document } from '../../core/episode.ts';
import type { Chunk } from '../../core/question.ts';

/** A passage of a chunk in other words. */
export interface Paraphrase {
  readonly chunkId: string;
  readonly text: string;
}

/** Passages to salt an index with. */
export interface Salt {
  readonly paraphrases?: readonly Paraphrase[];
  /** Chunks of another corpus. */
  readonly distractors?: readonly Chunk[];
}

/**
 * The documents that stand beside the chunks in a salted index, marked by origin: ranked with the
 * originals and not told apart for the policy, as in ReZero's index of 2,600 (`data/index.pkl @20fb677`).
 * Ids never equal a chunk's, so a paraphrase of the gold chunk is no hit: `12~p0` is the first of chunk 12.
 */
export function saltedIndex({ paraphrases = [], distractors = [] }: Salt): readonly Document[] {
  const perChunk = new Map<string, number>();
  const rewritten = paraphrases.map(({ chunkId, text }): Document => {
    const number = perChunk.get(chunkId) ?? 0;
    perChunk.set(chunkId, number + 1);
    return { id: `${chunkId}~p${number}`, text, origin: 'paraphrase' };
  });
  return [
    ...rewritten,
    ...distractors.map(({ id, text }): Document => ({ id: `${id}~d`, text, origin: 'distractor' })),
  ];
}
