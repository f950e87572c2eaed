import {
  mainColumns,
  mainTable,
  namedInCommands,
  type Report,
  runChanges,
  verdictText,
} from '../report/index.ts';
import { printLine } from './print.ts';
import { printTable } from './print-table.ts';

/** The columns, first what must be seen: where a terminal has no room, those at the end are left out. */
const order = ['label', 'late', 'size', 'start', 'searches', 'recovery', 'collapse', 'peak'] as const;

function changedLines({ results: { runs, changed = [] } }: Report): string[] {
  const all = runs[0] === undefined ? null : runChanges(runs[0]);
  return [
    ...(all === null ? [] : [`CHANGED RUNS, not the reproduction's own: ${all}`]),
    ...changed.map((run) => `changed run, in no number below: ${run.id} (${runChanges(run) ?? ''})`),
  ];
}

/**
 * Prints the main table and the verdicts of a report.
 * @param wide true for every column, also where the terminal has no room for them.
 */
export function printResult(report: Report, wide = false): void {
  const rest = (Object.keys(mainColumns) as (keyof typeof mainColumns)[]).filter(
    (column) => !order.some((one) => one === column),
  );
  const columns = [...order, ...rest];
  const rows = [mainColumns, ...mainTable(report)].map((row) => columns.map((column) => row[column]));
  printLine(`\n${report.spec.title}\n`);
  for (const line of changedLines(report)) printLine(`${line}\n`);
  printTable(rows, {
    wide,
    whole: `\`twinzero report ${namedInCommands(report.spec)} --wide\` and its page have them`,
  });
  printLine('');
  for (const judged of report.claims)
    printLine(`${verdictText(judged).padEnd(42)} ${judged.claim.statement}`);
}
