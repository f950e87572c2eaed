import { readFile, writeFile } from 'node:fs/promises';
import { loadReport } from './build-report.ts';
import { withReadmeBlock } from './readme-block.ts';
import type { ReportSpec } from './report-spec.ts';

/**
 * Puts the result of `folder` into the generated block of the README at `readme`.
 * @throws TwinZeroError `configuration` when the README lacks the block's marks.
 */
export async function writeReadmeBlock(readme: string, folder: string, spec: ReportSpec): Promise<void> {
  const before = await readFile(readme, 'utf8');
  const after = withReadmeBlock(before, await loadReport(folder, spec));
  if (after !== before) await writeFile(readme, after);
}

/** True when `writeReadmeBlock` would change nothing. */
export async function isReadmeBlockCurrent(
  readme: string,
  folder: string,
  spec: ReportSpec,
): Promise<boolean> {
  const before = await readFile(readme, 'utf8');
  return withReadmeBlock(before, await loadReport(folder, spec)) === before;
}
