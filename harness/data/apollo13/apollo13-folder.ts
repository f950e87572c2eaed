import { join } from 'node:path';
import { packageRoot } from '../../core/package-root.ts';

/** Where the fetched Apollo 13 files lie: `TWINZERO_APOLLO13`, else `data/apollo13/files` of the package. */
export function apollo13Folder(): string {
  return process.env['TWINZERO_APOLLO13'] ?? join(packageRoot(), 'data', 'apollo13', 'files');
}
