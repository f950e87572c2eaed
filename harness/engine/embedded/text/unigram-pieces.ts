import type { ModelJson } from './tokenizer-json.ts';

/** How much less likely than the least likely piece a character outside the vocabulary is (`unigram/model.rs`). */
const unknownPenalty = 10;

/** Part of a text: one piece of the vocabulary, or a run of characters that no piece covers. */
interface Span {
  readonly text: string;
  readonly unknown: boolean;
}

/**
 * Cuts a text into the pieces whose log-probabilities have the largest sum, as Rust's `tokenizers` 0.23 does
 * (`unigram/model.rs`, `encode_optimized` and `tokenize`). A run of characters outside the vocabulary is one unknown
 * token, or its bytes (`<0xE2>`) where the model has them all; it is left out where the model has no unknown token.
 */
export function unigramPieces({ vocab, scores, ...model }: ModelJson): (text: string) => string[] {
  const scoreOf = new Map(Object.entries(vocab).map(([piece, id]) => [piece, scores[id] ?? NaN]));
  const longest = [...scoreOf.keys()].reduce((most, { length }) => Math.max(most, length), 0);
  const unknownScore = scores.reduce((least, score) => Math.min(least, score), Infinity) - unknownPenalty;
  const unknownToken = model.unk_token ?? null;
  const spell = ({ text, unknown }: Span): string[] => {
    if (!unknown || scoreOf.has(text)) return [text];
    const bytes = model.byte_fallback === true ? byteTokens(text) : [];
    if (bytes.length > 0 && bytes.every((byte) => scoreOf.has(byte))) return bytes;
    return unknownToken === null ? [] : [unknownToken];
  };
  return (text) => {
    const path = new BestPath(text.length);
    for (let start = 0; start < text.length;) {
      const width = (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
      let covered = false;
      for (let end = start + 1; end <= Math.min(start + longest, text.length); end += 1) {
        const piece = text.slice(start, end);
        const score = scoreOf.get(piece);
        if (score === undefined) continue;
        path.offer(start, end, { score, unknown: piece === unknownToken });
        covered ||= end - start === width;
      }
      if (!covered) path.offer(start, start + width, { score: unknownScore, unknown: true });
      start += width;
    }
    return path.spans(text).flatMap(spell);
  };
}

function byteTokens(text: string): string[] {
  return Array.from(Buffer.from(text), (byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
}

/** The likeliest way to each place of a text; of two equally likely ones the first offered. */
class BestPath {
  readonly #scores: Float64Array;
  readonly #starts: Int32Array;
  readonly #unknown: Uint8Array;

  constructor(length: number) {
    this.#scores = new Float64Array(length + 1);
    this.#starts = new Int32Array(length + 1).fill(-1);
    this.#unknown = new Uint8Array(length + 1);
  }

  offer(
    start: number,
    end: number,
    { score, unknown }: { readonly score: number; readonly unknown: boolean },
  ): void {
    const total = (this.#scores[start] ?? NaN) + score;
    if (this.#starts[end] !== -1 && !(total > (this.#scores[end] ?? NaN))) return;
    this.#scores[end] = total;
    this.#starts[end] = start;
    this.#unknown[end] = Number(unknown);
  }

  /** The spans of the likeliest way to the end, neighbours that are unknown as one. */
  spans(text: string): Span[] {
    const spans: Span[] = [];
    for (let end = text.length; end > 0;) {
      const unknown = this.#unknown[end] === 1;
      let start = this.#starts[end] ?? 0;
      if (unknown) while (start > 0 && this.#unknown[start] === 1) start = this.#starts[start] ?? 0;
      spans.push({ text: text.slice(start, end), unknown });
      end = start;
    }
    return spans.reverse();
  }
}
