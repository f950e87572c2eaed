import type { Run } from '../../run/index.ts';
import type { Interval } from '../../statistics/interval.ts';
import { mcnemarExact } from '../../statistics/exact-tests.ts';
import { accuracy, evaluationAt, type Score, scoresOf } from './score.ts';
import { armDifference } from './arm-difference.ts';
import { chosenStep } from './summarise-run.ts';

/** Two runs on the same held-out questions, each at its dev-chosen step. */
export interface RunComparison {
  /** Questions scored in both. */
  readonly n: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  /** Accuracy of the first minus the second with a 95 % interval by t over chunks; null for fewer than two chunks. */
  readonly difference: Interval | null;
  /** Exact McNemar: of these two runs on other questions, whatever other seeds would do. */
  readonly p: number;
}

/** Compares two runs question by question; null when no question is scored in both. */
export function compareRuns(first: Run, second: Run): RunComparison | null {
  const others = scoredIn(second);
  const pairs = [...scoredIn(first)].flatMap(([question, score]) => {
    const other = others.get(question);
    return other === undefined ? [] : [{ treatment: score, control: other }];
  });
  if (pairs.length === 0) return null;
  const firstOnly = pairs.filter(({ treatment, control }) => treatment.sum > control.sum).length;
  const secondOnly = pairs.filter(({ treatment, control }) => treatment.sum < control.sum).length;
  const scores = {
    treatment: pairs.map(({ treatment }) => treatment),
    control: pairs.map(({ control }) => control),
  };
  const effect = armDifference([scores], { paired: true })?.effect;
  return {
    n: pairs.length,
    firstOnly,
    secondOnly,
    difference:
      effect === undefined ? null : { estimate: effect.estimate, low: effect.low, high: effect.high },
    p: mcnemarExact({ firstOnly, secondOnly }),
  };
}

function scoredIn(run: Run): Map<string, Score> {
  const outcomes = evaluationAt(run, 'held-out', chosenStep(run))?.outcomes ?? [];
  const counted = scoresOf(outcomes, accuracy).filter(({ count }) => count > 0);
  return new Map(counted.map((score) => [score.questionId, score]));
}
