import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { ModelCheck } from './model-check.ts';

/** The checks beside the running code, in source and in `dist` alike: the harness imports none by name. */
const folder = fileURLToPath(new URL('../../../reproductions/', import.meta.url));
const definition = import.meta.url.endsWith('.ts') ? 'check.ts' : 'check.js';

/** Names of the folders under `reproductions/` that check released models, sorted. */
export async function checkNames(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.filter((name) => existsSync(join(folder, name, definition))).sort();
}

/**
 * The check of this name; null where there is none.
 * @throws TwinZeroError `configuration` for a definition whose default export has another id.
 */
export async function findCheck(name: string): Promise<ModelCheck | null> {
  if (!(await checkNames()).includes(name)) return null;
  const path = join(folder, name, definition);
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: ModelCheck };
  if (module.default?.id === name) return module.default;
  throw new TwinZeroError('configuration', `${path} must export by default a check whose id is "${name}"`);
}
