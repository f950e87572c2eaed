import { Random } from '../../core/random.ts';
import type { Run } from '../../run/index.ts';
import { pairedBootstrapInterval } from '../../statistics/bootstrap.ts';
import { holmCorrection, mcnemarExact } from '../../statistics/exact-tests.ts';
import type { Interval } from '../../statistics/interval.ts';
import { armPairs, type Comparison } from './arm-pairs.ts';
import { accuracy, evaluationAt, scoresOf } from './score.ts';
import { chosenStep } from './summarise-run.ts';

/** Two runs on the same held-out questions, each at its dev-chosen step. */
export interface RunComparison {
  /** Questions scored in both. */
  readonly n: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  /** Accuracy of the first minus the second, -1 to 1, with a 95 % bootstrap interval over questions. */
  readonly difference: Interval;
  /** Exact McNemar. */
  readonly p: number;
}

/** Compares two runs question by question; null when no question is scored in both. */
export function compareRuns(first: Run, second: Run): RunComparison | null {
  const others = answersOf(second);
  const differences = [...answersOf(first)].flatMap(([question, right]) => {
    const other = others.get(question);
    return other === undefined ? [] : [right - other];
  });
  if (differences.length === 0) return null;
  const firstOnly = differences.filter((d) => d > 0).length;
  const secondOnly = differences.filter((d) => d < 0).length;
  const random = Random.seeded(0).fork('report', 'paired', first.info.arm, second.info.arm, first.info.seed);
  return {
    n: differences.length,
    firstOnly,
    secondOnly,
    difference: pairedBootstrapInterval(differences, { random }),
    p: mcnemarExact({ firstOnly, secondOnly }),
  };
}

function answersOf(run: Run): Map<string, number> {
  const outcomes = evaluationAt(run, 'held-out', chosenStep(run))?.outcomes ?? [];
  const counted = scoresOf(outcomes, accuracy).filter(({ count }) => count > 0);
  return new Map(counted.map(({ questionId, sum }) => [questionId, sum]));
}

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
