import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../harness/core/package-root.ts';
import { apollo13Folder } from '../apollo13-manifest.ts';

/** Folder of the real files for tests, fetched or lent beside the checkout; null where neither is there. */
export function apollo13TestFolder(): string | null {
  const folders = [apollo13Folder(), join(packageRoot(), '..', 'shared', 'data', 'apollo13')];
  return folders.find((folder) => existsSync(join(folder, 'chunks.csv'))) ?? null;
}
