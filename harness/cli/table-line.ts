import { oneLine } from './print.ts';

const first = 28;
const other = 17;

/**
 * One line of a terminal table that grows as results come: the first cell on the left, the others on the right,
 * numbers with at most 4 decimals, `-` for null.
 */
export function tableLine(cells: readonly (string | number | null)[]): string {
  return cells
    .map((cell, at) => (at === 0 ? formatCell(cell).padEnd(first) : formatCell(cell).padStart(other)))
    .join('');
}

function formatCell(cell: string | number | null): string {
  if (cell === null) return '-';
  return typeof cell === 'string' ? oneLine(cell) : String(Math.round(cell * 1e4) / 1e4);
}
