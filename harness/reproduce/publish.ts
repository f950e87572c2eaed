import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root.ts';
import { checkReport, writeReport } from '../report/pages/build-report.ts';
import { type CombinedPlace, type CombinedSource } from '../report/pages/combined-report.ts';
import { checkCombined, writeCombined } from '../report/pages/write-combined.ts';
import { isReadmeBlockCurrent, writeReadmeBlock } from '../report/pages/readme-block.ts';
import type { ReportSpec } from '../report/report.ts';
import { findReproduction, paperReproductions } from './find-reproductions.ts';

/** Which result folder. */
export interface ReportPlace {
  readonly results: string;
  readonly profile: string;
}

const readmeFile = join(packageRoot(), 'README.md');

/**
 * Writes a report and, for the shipped `default` result, its block in the top-level README; returns the report's page.
 * @param place `partial` when arms or seeds are left out: the README is then left alone.
 */
export async function publishReport(
  spec: ReportSpec,
  place: ReportPlace & { readonly partial?: boolean },
): Promise<string> {
  const folder = join(place.results, spec.id, place.profile);
  await writeReport(folder, spec);
  if (place.partial !== true && isInReadme(place)) await writeReadmeBlock(readmeFile, folder, spec);
  return join(folder, 'README.md');
}

/** The files `publishReport` would change. */
export async function staleFiles(spec: ReportSpec, place: ReportPlace): Promise<string[]> {
  const folder = join(place.results, spec.id, place.profile);
  const stale = (await checkReport(folder, spec)).map((file) => join(folder, file));
  if (isInReadme(place) && !(await isReadmeBlockCurrent(readmeFile, folder, spec))) stale.push(readmeFile);
  return stale;
}

function isInReadme({ results, profile }: ReportPlace): boolean {
  return profile === 'default' && results === join(packageRoot(), 'results') && existsSync(readmeFile);
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
  const reproductions = await Promise.all(paperReproductions.map(findReproduction));
  return reproductions.map(({ title, report }) => ({ title, spec: report }));
}
