import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TwinZeroError } from './twin-zero-error.ts';

/**
 * The folder that holds TwinZero's package.json, from source and from `dist` alike.
 * @throws TwinZeroError `internal` when no ancestor of this file has one.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new TwinZeroError('internal', 'no package.json above the TwinZero sources');
    folder = parent;
  }
  return folder;
}

/** True where TwinZero is a clone of its repository, false where npm installed it. */
export function isClone(): boolean {
  return existsSync(join(packageRoot(), '.git'));
}
