import { fitTable } from './fit-table.ts';
import { outputWidth, printLine } from './print.ts';

/**
 * Prints a table as wide as the terminal, whole where stdout is none.
 * @param rows the headings first; the columns that may be left out stand last.
 * @param options `wide`: whole on a terminal, too, default false; `whole`: where the columns left out can be seen.
 */
export function printTable(
  rows: readonly (readonly string[])[],
  { wide = false, whole }: { readonly wide?: boolean; readonly whole: string },
): void {
  const width = wide ? null : outputWidth();
  const { lines, dropped } = fitTable(rows, width);
  for (const line of lines) printLine(line);
  if (dropped.length > 0)
    printLine(`\nleft out, as the terminal has ${width} columns: ${dropped.join('; ')}; ${whole}`);
}
