import type { Run } from '../../run/read-run.ts';
import { armDifference, type ScorePair } from '../measure/arm-difference.ts';
import { armPairs, type Comparison } from '../measure/arm-pairs.ts';
import type { Score } from '../measure/score.ts';
import type { Results } from '../read/results.ts';
import type { ClaimResult, Verdict } from '../report.ts';
import { signedWithInterval, value } from '../tables/format.ts';
import { notComparable } from './difference-claim.ts';

/** A claim that the treatment is not worse than the control by a margin or more. */
export interface NonInferiorityClaim {
  /** Seeds the bootstrap. */
  readonly id: string;
  readonly comparison: Comparison;
  /** The scores of one run, each a share; null where it lacks the evaluation they come from. */
  readonly scores: (run: Run) => readonly Score[] | null;
  /** Above 0, in shares: 0.05 is five points. */
  readonly margin: number;
}

/** The rule of `evaluateNonInferiority` in words. */
export function nonInferiorityRule(margin: number): string {
  const points = `${Number((100 * margin).toFixed(1))} points`;
  return `Reproduced when the 95 % interval of the difference lies above −${points}, opposite when it lies below −${points}, no evidence otherwise`;
}

/** Judges a non-inferiority claim on questions paired within seeds. */
export function evaluateNonInferiority(claim: NonInferiorityClaim, { runs }: Results): ClaimResult {
  const paired = armPairs(runs, claim.comparison);
  if (paired.kind === 'not comparable') return notComparable(paired.reason);
  const scored: ScorePair[] = [];
  for (const { treatment, control } of paired.pairs) {
    const scores = { treatment: claim.scores(treatment), control: claim.scores(control) };
    if (scores.treatment === null || scores.control === null)
      return notComparable(
        `${(scores.treatment === null ? treatment : control).id} lacks the evaluation it needs`,
      );
    scored.push({ treatment: scores.treatment, control: scores.control });
  }
  const found = armDifference(scored, { name: claim.id, paired: true });
  if (found === null) return notComparable('the arms were not scored on the same questions');
  const { effect, treatment, control, n, seeds } = found;
  const verdict = verdictOf(effect, claim.margin);
  return {
    verdict,
    reason: reasons[verdict],
    measured: `${value(treatment, 'share')} against ${value(control, 'share')}: ${signedWithInterval(effect, 'share')}, n = ${n.treatment}, ${seeds} seeds`,
    effect,
    n: n.treatment,
    seeds,
  };
}

type Outcome = Extract<Verdict, 'reproduced' | 'opposite' | 'no evidence'>;

const reasons: Readonly<Record<Outcome, string>> = {
  reproduced: 'the interval lies above the margin',
  opposite: 'the interval lies below the margin',
  'no evidence': 'the interval contains the margin',
};

function verdictOf({ low, high }: { readonly low: number; readonly high: number }, margin: number): Outcome {
  if (low > -margin) return 'reproduced';
  return high < -margin ? 'opposite' : 'no evidence';
}
