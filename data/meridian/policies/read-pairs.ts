import { join } from 'node:path';
import { readJsonLines } from '../../../harness/data/read-json-lines.ts';
import { type SearchPair, searchPairRow } from '../../../harness/teach/search-pairs.ts';
import { meridianFolder } from '../meridian-files.ts';
import { simulatorRecipe } from './simulator-recipe.ts';

/** Name of the shipped file. */
export const shippedPairs = 'simulator-searches.jsonl';

/**
 * Searches to tune a simulator on, from a JSON lines file that `twinzero simulator train --policy` wrote.
 * @param path default the shipped file.
 * @throws TwinZeroError `data` for a broken row, and for a shipped file that is not the pinned one.
 */
export async function readPairs(path?: string): Promise<SearchPair[]> {
  const file = path ?? join(meridianFolder(), shippedPairs);
  const pin =
    path === undefined ? { sha256: simulatorRecipe.searches, mend: 'restore it from the package' } : {};
  return (await readJsonLines(file, searchPairRow, pin)).map(({ value }) => value);
}
