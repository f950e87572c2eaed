import type { Run } from '../../run/index.ts';
import { armDifference, type ArmDifference, type ScorePair } from '../measure/arm-difference.ts';
import { type ArmPair, armPairs, type Comparison } from '../measure/arm-pairs.ts';
import type { Score } from '../measure/score.ts';
import { signedWithInterval, type Unit, value } from '../tables/format.ts';

/** Two arms and what is compared in them. */
export interface ComparedArms {
  /** Seeds the bootstrap. */
  readonly id: string;
  readonly comparison: Comparison;
  /** The scores of one run; null where it lacks the evaluation they come from. */
  readonly scores: (run: Run, pair: ArmPair) => readonly Score[] | null;
  /** Drop a question from both arms of a seed when it counts in one only. */
  readonly paired: boolean;
  readonly unit: Unit;
}

/** The difference over all seeds; a text says why the arms cannot be compared. */
export function differenceOf(claim: ComparedArms, runs: readonly Run[]): ArmDifference | string {
  const paired = armPairs(runs, claim.comparison);
  if (paired.kind === 'not comparable') return paired.reason;
  const scored: ScorePair[] = [];
  for (const pair of paired.pairs) {
    const treatment = claim.scores(pair.treatment, pair);
    const control = claim.scores(pair.control, pair);
    if (treatment === null || control === null)
      return `${(treatment === null ? pair.treatment : pair.control).id} lacks the evaluation it needs`;
    scored.push({ treatment, control });
  }
  return (
    armDifference(scored, { name: claim.id, paired: claim.paired }) ??
    'the arms were not scored on the same questions'
  );
}

/** A difference for print: `46.9 % against 25.0 %: +21.9 points [+1.0, +42.3], n = 96, 3 seeds`. */
export function describeDifference(
  { effect, treatment, control, n, seeds }: ArmDifference,
  unit: Unit,
): string {
  const counts = n.treatment === n.control ? `n = ${n.control}` : `n = ${n.treatment} and ${n.control}`;
  return `${value(treatment, unit)} against ${value(control, unit)}: ${signedWithInterval(effect, unit)}, ${counts}, ${seeds} seeds`;
}
