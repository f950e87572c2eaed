import { stringify } from 'csv-stringify/sync';

/** A character with which a spreadsheet begins a formula, the full-width forms included. */
const formula = /^\s*[=+\-@＝＋－＠]/u;

/**
 * A table as CSV with a header line. A cell that a spreadsheet would run as a formula gets an apostrophe in front, as
 * OWASP's page on CSV injection advises; a number stays a number, its sign included.
 * @param lines cells in the order of the columns, all of one length.
 */
export function csvTable(columns: readonly string[], lines: readonly (readonly string[])[]): string {
  return stringify(
    lines.map((line) => line.map(escapeCell)),
    { header: true, columns: columns.map(escapeCell) },
  );
}

function escapeCell(cell: string): string {
  return formula.test(cell) && !Number.isFinite(Number(cell)) ? `'${cell}` : cell;
}
