import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { ReportSpec } from '../report/report-spec.ts';

/** The reproductions beside the running code, in source and in `dist` alike. */
const reproductions = fileURLToPath(new URL('../../reproductions/', import.meta.url));

/**
 * The report's part of one reproduction, or of every one.
 * @throws TwinZeroError `configuration` for an unknown name or a definition file without a report.
 */
export async function loadReportSpecs(name?: string): Promise<ReportSpec[]> {
  const names = await reproductionNames();
  if (name !== undefined && !names.includes(name))
    throw new TwinZeroError(
      'configuration',
      `there is no reproduction "${name}"; known: ${names.join(', ')}`,
    );
  return Promise.all((name === undefined ? names : [name]).map(loadOne));
}

const definition = import.meta.url.endsWith('.ts') ? 'reproduction.ts' : 'reproduction.js';

async function reproductionNames(): Promise<string[]> {
  const entries = await readdir(reproductions, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return folders.filter((folder) => existsSync(join(reproductions, folder, definition))).sort();
}

async function loadOne(name: string): Promise<ReportSpec> {
  const path = join(reproductions, name, definition);
  const module = (await import(pathToFileURL(path).href)) as { default?: { report?: ReportSpec } };
  const spec = module.default?.report;
  if (spec === undefined) throw new TwinZeroError('configuration', `${path} exports no report by default`);
  return spec;
}
