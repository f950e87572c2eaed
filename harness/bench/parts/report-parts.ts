import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packageRoot } from '../../core/package-root.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { loadReport, staleReportFiles } from '../../report/index.ts';
import { reportSpecOf } from '../../reproduce/reproduction.ts';
import { runFolders } from '../../run/index.ts';
import { firstPaper } from './first-paper.ts';
import type { OpenPart, Part } from './part.ts';

/** A run without what a report does not read. */
const asReported = {
  recursive: true,
  filter: (path: string) => !/checkpoints$|\.gz$/u.test(path),
};

/** Generates every file of a report, tables, pages and figures, from so many of the committed runs; writes none. */
async function openReport(runs: number): Promise<OpenPart> {
  const { reproduction } = await firstPaper();
  const committed = join(packageRoot(), 'results', reproduction.id, 'default');
  const folders = await runFolders(committed);
  if (folders.length < runs)
    throw new TwinZeroError(
      'configuration',
      `${committed} holds ${folders.length} runs and ${runs} are reported on: measure it in a clone`,
    );
  const scratch = await mkdtemp(join(tmpdir(), 'twinzero-part-'));
  for (const folder of folders.slice(0, runs))
    await cp(folder, join(scratch, 'runs', basename(folder)), asReported);
  const spec = reportSpecOf(reproduction);
  return {
    amount: runs,
    call: async () => staleReportFiles(scratch, await loadReport(scratch, spec)),
    close: () => rm(scratch, { recursive: true }),
  };
}

/** Reports by the runs they are made of. */
export const reportParts: readonly Part[] = [
  { id: 'report', unit: 'runs', grows: 'runs', sizes: [12, 24, 48], open: openReport },
];
