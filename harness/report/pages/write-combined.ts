import { join } from 'node:path';
import { combinedCsv } from './combined-csv.ts';
import { type CombinedPlace, type CombinedSource, loadCombinedReport } from './combined-report.ts';
import { type GeneratedFiles, staleGenerated, writeGenerated } from './generated-files.ts';
import { renderCombined } from './render-combined.ts';

/**
 * The folder of the page: the results folder for the profile `default`, and `all/<profile>/` below it for others, so that
 * a short run does not replace the page of the shipped results.
 */
export function combinedFolder({ results, profile }: CombinedPlace): string {
  return isShipped(profile) ? results : join(results, 'all', profile);
}

/**
 * Writes README.md and all.csv of several reproductions side by side, from the files of their result folders alone.
 * @returns the path of the page.
 * @throws TwinZeroError `data` for a broken result folder; nothing is written then.
 */
export async function writeCombined(
  sources: readonly CombinedSource[],
  place: CombinedPlace,
): Promise<string> {
  const { folder, files } = await combinedFiles(sources, place);
  await writeGenerated(folder, files);
  return join(folder, 'README.md');
}

/** The paths of the files that are missing or whose bytes `writeCombined` would change. */
export async function checkCombined(
  sources: readonly CombinedSource[],
  place: CombinedPlace,
): Promise<string[]> {
  const { folder, files } = await combinedFiles(sources, place);
  return (await staleGenerated(folder, files)).map((name) => join(folder, name));
}

async function combinedFiles(
  sources: readonly CombinedSource[],
  place: CombinedPlace,
): Promise<{ readonly folder: string; readonly files: GeneratedFiles }> {
  const combined = await loadCombinedReport(sources, place);
  return {
    folder: combinedFolder(place),
    files: new Map([
      ['README.md', renderCombined(combined, isShipped(place.profile) ? '' : '../../')],
      ['all.csv', combinedCsv(combined)],
    ]),
  };
}

function isShipped(profile: string): boolean {
  return profile === 'default';
}
