// Sorting of tables; a script of the page like `site.ts`.

/** Seconds of each unit of a duration. */
const unitSeconds: Readonly<Record<string, number>> = { h: 3600, min: 60, s: 1 };

/** The number a cell is sorted by: its first, of a fraction its value, of a duration its seconds; null for text. */
function cellNumber(text: string): number | null {
  const plain = text
    .replaceAll('−', '-')
    .replace(/^[^=]*= /u, '')
    .trim();
  const parts = [...plain.matchAll(/(\d+) (h|min|s)\b/gu)];
  if (parts.length > 0)
    return parts.reduce((sum, [, n, unit]) => sum + Number(n) * (unitSeconds[unit ?? ''] ?? 0), 0);
  const found = /^[<+]?\s*(-?\d+(?:\.\d+)?)/u.exec(plain);
  return found === null ? null : Number(found[1]);
}

/** Ascending; cells without a number come last, in either direction, where the column is of numbers. */
function compareCells(a: string, b: string, down: boolean): number {
  const [x, y] = [cellNumber(a), cellNumber(b)];
  const sign = down ? -1 : 1;
  if (x !== null && y !== null) return sign * (x - y);
  if (x !== null || y !== null) return x === null ? 1 : -1;
  return sign * a.localeCompare(b, 'en');
}

function sortBy(table: HTMLTableElement, column: number, heading: HTMLTableCellElement): void {
  const [body] = table.tBodies;
  if (body === undefined) return;
  const down = heading.ariaSort === 'ascending';
  const text = (row: HTMLTableRowElement): string => row.cells[column]?.textContent.trim() ?? '';
  body.append(...[...body.rows].sort((a, b) => compareCells(text(a), text(b), down)));
  for (const other of table.tHead?.rows[0]?.cells ?? []) other.removeAttribute('aria-sort');
  heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
}

for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) {
  const headings = table.tHead?.rows[0]?.cells ?? [];
  if (table.rows.length > 2)
    for (const [column, heading] of [...headings].entries()) {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...heading.childNodes);
      button.addEventListener('click', () => {
        sortBy(table, column, heading);
      });
      heading.append(button);
    }
}
