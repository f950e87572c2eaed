import { Random } from '../core/random.ts';
import type { Interval } from '../statistics/interval.ts';
import { mcnemarExact } from '../statistics/mcnemar-exact.ts';
import { pairedBootstrapInterval } from '../statistics/paired-bootstrap-interval.ts';
import { evaluationAt } from './evaluation-at.ts';
import type { Run } from './run.ts';
import { accuracy, scoresOf } from './score.ts';
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
