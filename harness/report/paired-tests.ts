import { Random } from '../core/random.ts';
import { holmCorrection } from '../statistics/holm-correction.ts';
import type { Interval } from '../statistics/interval.ts';
import { mcnemarExact } from '../statistics/mcnemar-exact.ts';
import { pairedBootstrapInterval } from '../statistics/paired-bootstrap-interval.ts';
import { type ArmPair, armPairs, type Comparison } from './arm-pairs.ts';
import { evaluationAt } from './evaluation-at.ts';
import type { Run } from './run.ts';
import { accuracy, scoresOf } from './score.ts';
import { chosenStep } from './summarise-run.ts';

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
  const tests = found.pairs.flatMap((pair) => testOf(pair, comparison));
  const adjusted = holmCorrection(tests.map(({ p }) => p));
  return tests.map((test, i) => ({ ...test, adjusted: adjusted[i] ?? test.p }));
}

function testOf({ seed, treatment, control }: ArmPair, comparison: Comparison): PairedTest[] {
  const first = answersOf(treatment);
  const second = answersOf(control);
  const differences = [...first].flatMap(([question, right]) => {
    const other = second.get(question);
    return other === undefined ? [] : [right - other];
  });
  if (differences.length === 0) return [];
  const treatmentOnly = differences.filter((d) => d > 0).length;
  const controlOnly = differences.filter((d) => d < 0).length;
  const random = Random.seeded(0).fork('report', 'paired', comparison.treatment, comparison.control, seed);
  const p = mcnemarExact({ firstOnly: treatmentOnly, secondOnly: controlOnly });
  const difference = pairedBootstrapInterval(differences, { random });
  return [
    { ...comparison, seed, n: differences.length, treatmentOnly, controlOnly, difference, p, adjusted: p },
  ];
}

function answersOf(run: Run): Map<string, number> {
  const outcomes = evaluationAt(run, 'held-out', chosenStep(run))?.outcomes ?? [];
  const counted = scoresOf(outcomes, accuracy).filter(({ count }) => count > 0);
  return new Map(counted.map(({ questionId, sum }) => [questionId, sum]));
}
