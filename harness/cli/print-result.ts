import { join } from 'node:path';
import { loadReport } from '../report/pages/build-report.ts';
import type { ReportSpec } from '../report/report.ts';
import { mainColumns, mainTable } from '../report/tables/main-table.ts';
import type { ReportPlace } from '../reproduce/publish.ts';

/** Columns that fit a terminal; the page has them all. */
const shown = ['label', 'size', 'chosen', 'peak', 'searches', 'recovery'] as const;

/** Prints the main table and the verdicts of a result folder. */
export async function printResult(spec: ReportSpec, place: ReportPlace): Promise<void> {
  const report = await loadReport(join(place.results, spec.id, place.profile), spec);
  const rows = [mainColumns, ...mainTable(report)].map((row) => shown.map((column) => row[column]));
  const widths = shown.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${spec.title}\n`);
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  console.log('');
  for (const { claim, result } of report.claims)
    console.log(`${result.verdict.padEnd(28)} ${claim.statement}`);
}
