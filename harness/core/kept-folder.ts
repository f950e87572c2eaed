import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { isClone, packageRoot } from './package-root.ts';

/**
 * The folder of what was fetched or made and is kept: below a clone, where git ignores it; else below the cache, for npm
 * replaces an installed package whole.
 * @param name its path below the package, e.g. `data/models/fetched`.
 */
export function keptFolder(name: string): string {
  return isClone() ? join(packageRoot(), name) : cacheFolder(name);
}
