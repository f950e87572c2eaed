import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadReport, reportFiles } from './build-report.ts';
import type { ReportSpec } from './report-spec.ts';

/**
 * Writes summary.csv, curves.csv, README.md, table.tex and figures/*.svg beside the `runs/` of a result folder, from its
 * files alone; writing again gives the same bytes.
 * @throws TwinZeroError `data` for a folder without runs or with a broken file; nothing is written then.
 */
export async function writeReport(folder: string, spec: ReportSpec): Promise<void> {
  const files = await reportFiles(await loadReport(folder, spec));
  for (const [name, text] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** The names of the report files that are missing or whose bytes `writeReport` would change, sorted. */
export async function checkReport(folder: string, spec: ReportSpec): Promise<string[]> {
  const files = await reportFiles(await loadReport(folder, spec));
  const stale: string[] = [];
  for (const [name, text] of files) {
    const present = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (present !== text) stale.push(name);
  }
  return stale.sort();
}
