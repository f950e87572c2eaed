/** What becomes of the separators of a text that is cut, in the words of `tokenizer.json`. */
export type Separators = 'Isolated' | 'Removed' | 'Contiguous' | 'MergedWithPrevious' | 'MergedWithNext';

/** A way to cut a text. */
export interface Cutting {
  /** Matches the separators, or with `inverted` what lies between them; flags `gu`. */
  readonly pattern: RegExp;
  readonly separators: Separators;
  readonly inverted?: boolean | undefined;
}

interface Piece {
  readonly text: string;
  readonly separates: boolean;
}

/** Cuts a text as Rust's `tokenizers` 0.23 does (`NormalizedString::split`); no piece is empty. */
export function cutText(text: string, { pattern, separators, inverted = false }: Cutting): string[] {
  const pieces: Piece[] = [];
  const add = (start: number, end: number, separates: boolean): void => {
    if (start < end) pieces.push({ text: text.slice(start, end), separates });
  };
  let end = 0;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    add(end, index, inverted);
    end = index + match.length;
    add(index, end, !inverted);
  }
  add(end, text.length, inverted);
  return arrange(pieces, separators);
}

function arrange(pieces: readonly Piece[], separators: Separators): string[] {
  switch (separators) {
    case 'Isolated':
      return pieces.map(({ text }) => text);
    case 'Removed':
      return pieces.filter(({ separates }) => !separates).map(({ text }) => text);
    case 'Contiguous':
      return join(pieces, (before, piece) => before.separates === piece.separates);
    case 'MergedWithPrevious':
      return join(pieces, (before, piece) => piece.separates && !before.separates);
    case 'MergedWithNext':
      return join(pieces, (before, piece) => before.separates && !piece.separates);
  }
}

/** Joins neighbours that belong together. */
function join(pieces: readonly Piece[], together: (before: Piece, piece: Piece) => boolean): string[] {
  const texts: string[] = [];
  for (const [i, piece] of pieces.entries()) {
    const before = pieces[i - 1];
    const text = before !== undefined && together(before, piece) ? (texts.pop() ?? '') : '';
    texts.push(text + piece.text);
  }
  return texts;
}
