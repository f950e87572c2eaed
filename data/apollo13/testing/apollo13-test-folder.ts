import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../harness/core/package-root.ts';
import { apollo13Folder } from '../apollo13-manifest.ts';

/** Where tests find the real files, fetched or lent beside the checkout; null where they are not. */
export function apollo13TestFolder(): string | null {
  const folders = [apollo13Folder(), join(packageRoot(), '..', 'shared', 'data', 'apollo13')];
  return folders.find((folder) => existsSync(join(folder, 'chunks.csv'))) ?? null;
}
