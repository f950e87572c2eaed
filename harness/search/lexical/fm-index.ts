import { suffixArray } from './suffix-array.ts';

/** Every place of a phrase in the documents of an index, as rows of it; none where `low` is `high`. */
export interface PhraseRange {
  readonly low: number;
  readonly high: number;
  /** Tokens of the phrase. */
  readonly length: number;
}

/** One place of a phrase. */
export interface PhrasePlace {
  /** Index of the document, from 0. */
  readonly document: number;
  /** Tokens of the document before the phrase. */
  readonly offset: number;
}

/** Rows of the transform in which one token stands. */
interface TokenRows {
  readonly from: number;
  readonly to: number;
}

/** Symbol of the text's end, and of the end of a document within it; token t is the symbol t + 2. */
const textEnd = 0;
const documentEnd = 1;
const firstToken = 2;

/**
 * An FM-index of documents of token ids (Ferragina and Manzini 2000): finds every place of a phrase, and what follows it
 * there, in time that depends on the phrase and hardly on the documents.
 *
 * The documents are held backwards, one after the other, and of that text the Burrows-Wheeler transform: a backward search
 * then reads a phrase forwards and grows it by one token at its end, as a decoder does, and the transform's column holds
 * what follows. Ranks are binary searches in the rows of each token, sorted: n whole numbers instead of a wavelet tree.
 */
export class FmIndex {
  readonly #suffixes: Int32Array;
  readonly #transform: Int32Array;
  /** The rows of the transform by token, each token's ascending: the inverse of the last-to-first mapping. */
  readonly #rows: Int32Array;
  /** Where each token's rows stand, tokens ascending. */
  readonly #tokens: ReadonlyMap<number, TokenRows>;
  /** Where each document begins in the text, and where the next would. */
  readonly #starts: readonly number[];

  constructor(documents: readonly (readonly number[])[]) {
    const starts = [0];
    const text: number[] = [];
    for (const tokens of documents) {
      for (let i = tokens.length - 1; i >= 0; i -= 1) text.push((tokens[i] as number) + firstToken);
      text.push(documentEnd);
      starts.push(text.length);
    }
    text.push(textEnd);
    this.#starts = starts;
    this.#suffixes = suffixArray(text);
    this.#transform = this.#suffixes.map((start) => (start === 0 ? textEnd : (text[start - 1] as number)));
    [this.#rows, this.#tokens] = rowsByToken(this.#transform);
  }

  /** The empty phrase, which stands everywhere. */
  get everywhere(): PhraseRange {
    return { low: 0, high: this.#suffixes.length, length: 0 };
  }

  /** The places at which the phrase goes on with `token`. */
  extend({ low, high, length }: PhraseRange, token: number): PhraseRange {
    const rows = this.#tokens.get(token);
    if (rows === undefined) return { low: 0, high: 0, length: length + 1 };
    return { low: this.#firstFrom(rows, low), high: this.#firstFrom(rows, high), length: length + 1 };
  }

  /** Index in `#rows` of a token's first row from `row` on: what comes before it, and the token's rank there. */
  #firstFrom({ from, to }: TokenRows, row: number): number {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The places of a phrase. */
  find(phrase: readonly number[]): PhraseRange {
    return phrase.reduce((range, token) => this.extend(range, token), this.everywhere);
  }

  /** The tokens that follow the phrase somewhere, ascending; the end of a document is none. */
  next(range: PhraseRange): number[] {
    const { low, high } = range;
    if (high - low > this.#tokens.size)
      return [...this.#tokens.keys()].filter((token) => isSomewhere(this.extend(range, token)));
    const symbols = new Set(this.#transform.subarray(low, high));
    return [...symbols]
      .filter((symbol) => symbol >= firstToken)
      .map((symbol) => symbol - firstToken)
      .sort((a, b) => a - b);
  }

  /** Where the phrase stands, by document and offset; a phrase has at least one token. */
  places({ low, high, length }: PhraseRange): PhrasePlace[] {
    const places: PhrasePlace[] = [];
    for (let row = low; row < high; row += 1) {
      const last = this.#suffixes[row] as number;
      const document = this.#documentAt(last);
      // The document's end stands behind its tokens, which are held backwards.
      const end = (this.#starts[document + 1] as number) - 1;
      places.push({ document, offset: end - last - length });
    }
    return places.sort((a, b) => a.document - b.document || a.offset - b.offset);
  }

  #documentAt(place: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= place) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** True for a phrase that stands in some document. */
export function isSomewhere({ low, high }: PhraseRange): boolean {
  return low < high;
}

function rowsByToken(transform: Int32Array): [Int32Array, Map<number, TokenRows>] {
  const rows = Int32Array.from(transform, (_, row) => row).sort(
    (a, b) => (transform[a] as number) - (transform[b] as number) || a - b,
  );
  const tokens = new Map<number, TokenRows>();
  for (let from = 0; from < rows.length;) {
    const symbol = transform[rows[from] as number] as number;
    let to = from;
    while (to < rows.length && transform[rows[to] as number] === symbol) to += 1;
    if (symbol >= firstToken) tokens.set(symbol - firstToken, { from, to });
    from = to;
  }
  return [rows, tokens];
}
