import { tableLine } from './table-line.ts';

/** Means of the columns of a table that is printed as it comes; a cell of null takes no part in its column. */
export class ColumnMeans {
  readonly #columns: { sum: number; count: number }[];

  /** @param columns how many, the one of names left out. */
  constructor(columns: number) {
    this.#columns = Array.from({ length: columns }, () => ({ sum: 0, count: 0 }));
  }

  /** Takes in a row: one cell a column. */
  add(cells: readonly (number | null)[]): void {
    for (const [at, cell] of cells.entries()) {
      const column = this.#columns[at];
      if (column === undefined || cell === null) continue;
      column.sum += cell;
      column.count += 1;
    }
  }

  /** The last two lines of the table: each mean, and of how many rows; null where there was none. */
  lines(): string[] {
    return [
      tableLine(['mean', ...this.#columns.map(({ sum, count }) => (count === 0 ? null : sum / count))]),
      tableLine(['of rows', ...this.#columns.map(({ count }) => count)]),
    ];
  }
}
