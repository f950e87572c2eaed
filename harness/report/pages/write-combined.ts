import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { combinedCsv } from '../tables/combined-csv.ts';
import { type CombinedPlace, type CombinedSource, loadCombinedReport } from './combined-report.ts';
import { renderCombined } from './render-combined.ts';

/**
 * Writes README.md and all.csv of several reproductions side by side, from the files of their result folders alone:
 * into the results folder for the profile `default`, and into `all/<profile>/` below it for others, so that a short run
 * does not replace the page of the shipped results.
 * @returns the path of the page.
 * @throws TwinZeroError `data` for a broken result folder; nothing is written then.
 */
export async function writeCombined(
  sources: readonly CombinedSource[],
  place: CombinedPlace,
): Promise<string> {
  const { folder, files } = await combinedFiles(sources, place);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  return join(folder, 'README.md');
}

/** The paths of the files that are missing or whose bytes `writeCombined` would change. */
export async function checkCombined(
  sources: readonly CombinedSource[],
  place: CombinedPlace,
): Promise<string[]> {
  const { folder, files } = await combinedFiles(sources, place);
  const stale: string[] = [];
  for (const [name, text] of files) {
    const present = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (present !== text) stale.push(join(folder, name));
  }
  return stale;
}

async function combinedFiles(
  sources: readonly CombinedSource[],
  place: CombinedPlace,
): Promise<{ readonly folder: string; readonly files: ReadonlyMap<string, string> }> {
  const { results, profile } = place;
  const combined = await loadCombinedReport(sources, place);
  const isShipped = profile === 'default';
  return {
    folder: isShipped ? results : join(results, 'all', profile),
    files: new Map([
      ['README.md', renderCombined(combined, isShipped ? '' : '../../')],
      ['all.csv', combinedCsv(combined)],
    ]),
  };
}
