import { changesText, type Run } from '../../run/index.ts';
import type { Results } from './results.ts';

/** What a run departs from its arm in, in words; null for a run of the arm as it is declared. */
export function runChanges({ info }: Run): string | null {
  return info.changes === undefined ? null : changesText(info.changes);
}

/**
 * Keeps runs apart that were not made by one declaration: all of them stay where all have the same changes, or none; else
 * those with changes leave `runs` for `changed`, so that no mean and no verdict takes them in.
 */
export function changedApart(results: Results): Results {
  const { runs } = results;
  if (new Set(runs.map(runChanges)).size <= 1) return results;
  const isChanged = (run: Run): boolean => runChanges(run) !== null;
  return { ...results, runs: runs.filter((run) => !isChanged(run)), changed: runs.filter(isChanged) };
}
