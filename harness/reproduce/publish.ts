import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../core/package-root.ts';
import { isPublished } from '../core/result-folders.ts';
import {
  checkCombined,
  combinedFolder,
  type CombinedPlace,
  type CombinedSource,
  hasReadmeBlock,
  isReadmeBlockCurrent,
  loadReport,
  type Report,
  type ReportSpec,
  staleReportFiles,
  writeCombined,
  writeReadmeBlock,
  writeReport,
} from '../report/index.ts';
import { paperReproductions } from './find-reproductions.ts';
import { reportSpecOf } from './reproduction.ts';

/** Place of a result folder. */
export interface ReportPlace {
  readonly results: string;
  readonly profile: string;
}

const readmeFile = join(packageRoot(), 'README.md');

/** A report with the page it was written to. */
export interface PublishedReport {
  readonly report: Report;
  readonly page: string;
}

/**
 * Computes a report and leaves its files as they are.
 * @throws TwinZeroError `data` for a folder without runs or with a broken file.
 */
export async function loadPublished(spec: ReportSpec, place: ReportPlace): Promise<PublishedReport> {
  const folder = join(place.results, spec.id, place.profile);
  return { report: await loadReport(folder, spec), page: join(folder, 'README.md') };
}

/**
 * Writes a report and, for the shipped `default` result, its block in the top-level README.
 * @param place `partial` when arms or seeds are left out: the README is then left alone.
 * @throws TwinZeroError `data` for a folder without runs or with a broken file; nothing is written then.
 */
export async function publishReport(
  spec: ReportSpec,
  place: ReportPlace & { readonly partial?: boolean },
): Promise<PublishedReport> {
  const { report, page } = await loadPublished(spec, place);
  await writeReport(dirname(page), report);
  if (place.partial !== true && (await isInReadme(spec, place))) await writeReadmeBlock(readmeFile, report);
  return { report, page };
}

/** The files `publishReport` would change. */
export async function staleFiles(spec: ReportSpec, place: ReportPlace): Promise<string[]> {
  const folder = join(place.results, spec.id, place.profile);
  const report = await loadReport(folder, spec);
  const stale = (await staleReportFiles(folder, report)).map((file) => join(folder, file));
  if ((await isInReadme(spec, place)) && !(await isReadmeBlockCurrent(readmeFile, report)))
    stale.push(readmeFile);
  return stale;
}

/** The shipped `default` result of a reproduction that the README has a place for. */
async function isInReadme({ id }: ReportSpec, { results, profile }: ReportPlace): Promise<boolean> {
  const isShipped = profile === 'default' && isPublished(results);
  return isShipped && existsSync(readmeFile) && hasReadmeBlock(readmeFile, id);
}

/** The page of both papers' reproductions. */
export function combinedPage(place: CombinedPlace): string {
  return join(combinedFolder(place), 'README.md');
}

/** Writes the page of both papers' reproductions; returns its path. */
export async function publishCombined(place: CombinedPlace): Promise<string> {
  return writeCombined(await sources(), place);
}

/** The files `publishCombined` would change. */
export async function staleCombined(place: CombinedPlace): Promise<string[]> {
  return checkCombined(await sources(), place);
}

async function sources(): Promise<CombinedSource[]> {
  const reproductions = await paperReproductions();
  return reproductions.map((one) => ({ title: one.title, spec: reportSpecOf(one) }));
}
