import { mainColumns, mainTable, type Report, verdictText } from '../report/index.ts';
import { printLine } from './print.ts';
import { printTable } from './print-table.ts';

/** The columns, first what must be seen: where a terminal has no room, those at the end are left out. */
const order = ['label', 'late', 'size', 'start', 'searches', 'recovery', 'collapse', 'peak'] as const;

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
  printTable(rows, { wide, whole: `\`twinzero report ${report.spec.id} --wide\` and its page have them` });
  printLine('');
  for (const judged of report.claims)
    printLine(`${verdictText(judged).padEnd(42)} ${judged.claim.statement}`);
}
