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
  /** The chunk that contains the answer: what a search must return to count as a hit. */
  readonly goldChunkId: string;
  /** Every chunk needed, in reading order; the last is `goldChunkId`. */
  readonly chunkIds: readonly string[];
  /** Free label such as `direct`, `alias`, `two-hop`; `unlabelled` where the data has none. */
  readonly kind: string;
  /** What kind of value the answer is, e.g. `surname`; `unlabelled` where the data has none. */
  readonly answerType: string;
}

/** The paragraphs of a chunk: split at blank lines, trimmed, empty ones dropped (ReZero `scripts/generate_data.py:361 @20fb677`). */
export function paragraphsOf(text: string): string[] {
  return text
    .split('\n\n')
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
