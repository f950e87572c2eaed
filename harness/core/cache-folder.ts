import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for what can be made or fetched again, by its use, e.g. `hub`: in `TWINZERO_CACHE`, else in
 * `.cache/twinzero` of the home folder.
 */
export function cacheFolder(use: string): string {
  return join(process.env['TWINZERO_CACHE'] ?? join(homedir(), '.cache', 'twinzero'), use);
}
