import { holmCorrection } from '../statistics/holm-correction.ts';
import type { Interval } from '../statistics/interval.ts';
import { armPairs, type Comparison } from './arm-pairs.ts';
import { compareRuns } from './compare-runs.ts';
import type { Run } from './run.ts';

/** Both arms of one seed on the same held-out questions, each at its dev-chosen step. */
export interface PairedTest extends Comparison {
  readonly seed: number;
  /** Questions scored in both arms. */
  readonly n: number;
  readonly treatmentOnly: number;
  readonly controlOnly: number;
  /** Difference of accuracy, 0 to 1, with a bootstrap interval over questions. */
  readonly difference: Interval;
  /** Exact McNemar. */
  readonly p: number;
  /** Adjusted by Holm over the seeds of the comparison. */
  readonly adjusted: number;
}

/** One test for each seed; empty where the arms cannot be paired. */
export function pairedTests(runs: readonly Run[], comparison: Comparison): PairedTest[] {
  const found = armPairs(runs, comparison);
  if (found.kind !== 'pairs') return [];
  const tests = found.pairs.flatMap(({ seed, treatment, control }) => {
    const test = compareRuns(treatment, control);
    return test === null ? [] : [{ seed, ...test }];
  });
  const adjusted = holmCorrection(tests.map(({ p }) => p));
  return tests.map(({ firstOnly, secondOnly, ...test }, i) => ({
    ...comparison,
    ...test,
    treatmentOnly: firstOnly,
    controlOnly: secondOnly,
    adjusted: adjusted[i] ?? test.p,
  }));
}
