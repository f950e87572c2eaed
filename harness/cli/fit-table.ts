/** A table as lines of text. */
export interface FittedTable {
  readonly lines: readonly string[];
  /** Headings of the columns that had no room, in order. */
  readonly dropped: readonly string[];
}

const gap = '  ';

/**
 * Lays out a table within a width: names in the first column are wrapped to a quarter of it, headings to their widest
 * cell; then columns are dropped from the right until the rest fits. The first column always stays.
 * @param rows the headings first; all of one length.
 * @param width in characters; null for all there is, each row on one line.
 */
export function fitTable(rows: readonly (readonly string[])[], width: number | null): FittedTable {
  const cells = width === null ? rows.map((row) => row.map((cell) => [cell])) : wrapped(rows, width);
  const [headings = []] = rows;
  const widths = headings.map((_, column) => widest(cells.flatMap((row) => row[column] ?? [])));
  const kept = columnsWithin(widths, width);
  return {
    lines: cells.flatMap((row) => rowLines(row.slice(0, kept), widths)),
    dropped: headings.slice(kept),
  };
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

/** Every cell as lines. */
function wrapped([headings = [], ...body]: readonly (readonly string[])[], width: number): string[][][] {
  const first = Math.max(20, Math.floor(width / 4));
  const names = body.map((row) =>
    row.map((cell, column) => (column === 0 ? wrapWords(cell, first) : [cell])),
  );
  const top = headings.map((heading, column) =>
    wrapWords(heading, widest(names.flatMap((row) => row[column] ?? []))),
  );
  return [top, ...names];
}

function rowLines(row: readonly (readonly string[])[], widths: readonly number[]): string[] {
  const height = Math.max(...row.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    row
      .map((lines, column) => (lines[line] ?? '').padEnd(widths[column] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}

/** How many columns from the left fit, at least one. */
function columnsWithin(widths: readonly number[], width: number | null): number {
  if (width === null) return widths.length;
  let used = -gap.length;
  const tooFar = widths.findIndex((one) => (used += gap.length + one) > width);
  return tooFar < 0 ? widths.length : Math.max(1, tooFar);
}

/** A text in lines of at most so many characters, or of one word that is longer. */
function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
