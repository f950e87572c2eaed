import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { DatasetSource } from './dataset-source.ts';

/** The data sets beside the running code, in source and in `dist` alike: the harness imports none by name. */
const folder = fileURLToPath(new URL('../../data/', import.meta.url));
const definition = import.meta.url.endsWith('.ts') ? 'dataset.ts' : 'dataset.js';

/**
 * Every data set under `data/`, by name.
 * @throws TwinZeroError `configuration` for a definition whose default export has another id than its folder.
 */
export async function findDatasets(): Promise<DatasetSource[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const defined = names.filter((name) => existsSync(join(folder, name, definition))).sort();
  return Promise.all(defined.map(sourceOf));
}

async function sourceOf(name: string): Promise<DatasetSource> {
  const path = join(folder, name, definition);
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: DatasetSource };
  if (module.default?.id !== name)
    throw new TwinZeroError(
      'configuration',
      `${path} must export by default a data set whose id is "${name}"`,
    );
  return module.default;
}

/**
 * The data set of this name: `<id>`, or `<id>:<variant>` for a part of it, e.g. `nq:first-500`.
 * @throws TwinZeroError `configuration` for an unknown name.
 */
export async function findDataset(name: string): Promise<DatasetSource> {
  const all = await findDatasets();
  const [id, variant, ...rest] = name.split(':');
  const found = all.find((source) => source.id === id);
  if (found !== undefined && variant === undefined) return found;
  if (found !== undefined && variant !== undefined && rest.length === 0)
    if (found.variants?.includes(variant)) return { ...found, id: name, load: () => found.load(variant) };
  const known = all.flatMap((source) => [
    source.id,
    ...(source.variants ?? []).map((part) => `${source.id}:${part}`),
  ]);
  throw new TwinZeroError('configuration', `there is no data set "${name}"; known: ${known.join(', ')}`);
}
