import { join, resolve } from 'node:path';
import { isClone, packageRoot } from './package-root.ts';
import { TwinZeroError } from './twin-zero-error.ts';

/** Folder of the working directory where results go by default. */
export const ownResults = 'runs';

/** The folder of the published results: committed in a clone; of an installed package its tables alone. */
export function publishedResults(): string {
  return join(packageRoot(), 'results');
}

/** True for the folder of the published results, however it is written. */
export function isPublished(results: string): boolean {
  return resolve(results) === publishedResults();
}

/** The folder that is shown by default: the committed results of a clone, else those of the working directory. */
export function shownResults(): string {
  return isClone() ? publishedResults() : ownResults;
}

/**
 * Refuses to write published results into an installed package, which the next installation would replace.
 * @throws TwinZeroError `configuration`.
 */
export function requireClone(): void {
  if (isClone()) return;
  throw new TwinZeroError(
    'configuration',
    `--publish writes the committed results of a clone, and ${packageRoot()} is none; leave it out, and results go to ${ownResults}/ of the working directory`,
  );
}
