import { mainColumns, mainTable, type Report, runChanges, verdictText } from '../report/index.ts';
import { printLine } from './print.ts';

/** Columns that fit a terminal; the page has them all. */
const shown = ['label', 'size', 'start', 'late', 'peak', 'searches'] as const;

function changedLines({ results: { runs, changed = [] } }: Report): string[] {
  const all = runs[0] === undefined ? null : runChanges(runs[0]);
  return [
    ...(all === null ? [] : [`CHANGED RUNS, not the reproduction's own: ${all}`]),
    ...changed.map((run) => `changed run, in no number below: ${run.id} (${runChanges(run) ?? ''})`),
  ];
}

/** Prints the main table and the verdicts of a report. */
export function printResult(report: Report): void {
  const rows = [mainColumns, ...mainTable(report)].map((row) => shown.map((column) => row[column]));
  const widths = shown.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  printLine(`\n${report.spec.title}\n`);
  for (const line of changedLines(report)) printLine(`${line}\n`);
  for (const row of rows)
    printLine(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  printLine('');
  for (const judged of report.claims)
    printLine(`${verdictText(judged).padEnd(42)} ${judged.claim.statement}`);
}
