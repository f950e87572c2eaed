import { join } from 'node:path';
import { packageRoot } from '../../core/package-root.ts';

/** Where the shipped world lies. */
export function meridianFolder(): string {
  return join(packageRoot(), 'data', 'meridian');
}
