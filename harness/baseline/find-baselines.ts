import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Baseline } from './baseline.ts';

/** The baselines beside the running code, in source and in `dist` alike: the harness imports none by name. */
const folder = fileURLToPath(new URL('../../baselines/', import.meta.url));
const ending = extname(import.meta.url);

/**
 * Every file of `baselines/` but tests, by name.
 * @throws TwinZeroError `configuration` for a file whose default export has another id than its name.
 */
export async function findBaselines(): Promise<Baseline[]> {
  const files = (await readdir(folder)).filter((file) => extname(file) === ending);
  const names = files.map((file) => basename(file, ending)).filter((name) => !/\.(?:test|d)$/u.test(name));
  return Promise.all(names.sort().map(baselineOf));
}

async function baselineOf(name: string): Promise<Baseline> {
  const path = join(folder, `${name}${ending}`);
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: Baseline };
  if (module.default?.id === name) return module.default;
  throw new TwinZeroError('configuration', `${path} must export by default a baseline whose id is "${name}"`);
}

/**
 * The baseline of this name.
 * @throws TwinZeroError `configuration` for an unknown name.
 */
export async function findBaseline(id: string): Promise<Baseline> {
  const all = await findBaselines();
  const found = all.find((baseline) => baseline.id === id);
  if (found !== undefined) return found;
  const known = all.map((baseline) => baseline.id).join(', ');
  throw new TwinZeroError('configuration', `there is no baseline "${id}"; known: ${known}`);
}
