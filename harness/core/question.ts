import { pythonStrip } from './python-text.ts';

/** One retrievable passage of a corpus. */
export interface Chunk {
  readonly id: string;
  readonly text: string;
}

/** A question about a corpus, with its gold answers and the chunks that answer it. */
export interface Question {
  readonly id: string;
  readonly question: string;
  /** Gold answer first, accepted aliases after it; at least one. */
  readonly answers: readonly [string, ...string[]];
  /** The chunk that contains the answer: what a search must return to count as a hit; null where it is not known. */
  readonly goldChunkId: string | null;
  /** Every chunk needed, in reading order; the last is `goldChunkId`. Empty where they are not known. */
  readonly chunkIds: readonly string[];
  /** Free label such as `direct`, `alias`, `two-hop`; `unlabelled` where the data has none. */
  readonly kind: string;
  /** Kind of value that the answer is, e.g. `surname`; `unlabelled` where the data has none. */
  readonly answerType: string;
}

/** A question whose gold chunk is known. */
export type LocatedQuestion = Question & { readonly goldChunkId: string };

/**
 * The paragraphs of a chunk: cut at two newlines in a row, stripped, empty ones dropped. A line of spaces cuts nothing:
 * `paragraphsOf('One.\n \nTwo.')` is one paragraph (ReZero `scripts/generate_data.py:361 @20fb677`).
 */
export function paragraphsOf(text: string): string[] {
  return text
    .split('\n\n')
    .map(pythonStrip)
    .filter((paragraph) => paragraph !== '');
}
