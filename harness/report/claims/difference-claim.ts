import type { Run } from '../../run/read-run.ts';
import type { Interval } from '../../statistics/interval.ts';
import { armDifference, type ArmDifference, type ScorePair } from '../measure/arm-difference.ts';
import { type ArmPair, armPairs, type Comparison } from '../measure/arm-pairs.ts';
import type { Score } from '../measure/score.ts';
import type { Results } from '../read/results.ts';
import type { ClaimResult, Verdict } from '../report.ts';
import { signedWithInterval, type Unit, value } from '../tables/format.ts';

/** A measured effect below this share of the paper's is called weaker. */
const weakerBelow = 0.5;

/** The rule below in words. */
export const directionRule =
  "Verdict on a difference: reproduced when the 95 % interval lies above 0 (opposite when below, no evidence when it contains 0); same direction but weaker when it lies above 0 and the effect is under half of the paper's, where the paper gives a number.";

/**
 * The verdict on an effect that the paper says is positive.
 * @param paper the paper's own effect in the same unit; null where it gives none, and direction alone decides.
 */
export function directionVerdict(effect: Interval, paper: number | null): Verdict {
  if (effect.high < 0) return 'opposite';
  if (effect.low <= 0) return 'no evidence';
  return paper !== null && effect.estimate < weakerBelow * paper ? 'same direction but weaker' : 'reproduced';
}

/** A claim that a measure is higher in the treatment arm. */
export interface DifferenceClaim {
  /** Seeds the bootstrap. */
  readonly id: string;
  readonly comparison: Comparison;
  /** The scores of one run; null where it lacks the evaluation they come from. */
  readonly scores: (run: Run, pair: ArmPair) => readonly Score[] | null;
  /** Drop a question from both arms of a seed when it counts in one only. */
  readonly paired: boolean;
  readonly unit: Unit;
  /** The paper's difference in the same unit; null where it gives none. */
  readonly paperEffect: number | null;
  /** Question plays that must count in each arm. */
  readonly fewest?: number;
}

/** Judges a difference claim: comparable pairs, bootstrap difference, direction verdict. */
export function evaluateDifference(claim: DifferenceClaim, { runs }: Results): ClaimResult {
  const paired = armPairs(runs, claim.comparison);
  if (paired.kind === 'not comparable') return notComparable(paired.reason);
  const scored: ScorePair[] = [];
  for (const pair of paired.pairs) {
    const treatment = claim.scores(pair.treatment, pair);
    const control = claim.scores(pair.control, pair);
    const lacking = treatment === null ? pair.treatment.id : control === null ? pair.control.id : null;
    if (treatment === null || control === null)
      return notComparable(`${lacking} lacks the evaluation it needs`);
    scored.push({ treatment, control });
  }
  const found = armDifference(scored, { name: claim.id, paired: claim.paired });
  if (found === null) return notComparable('the arms were not scored on the same questions');
  const least = Math.min(found.n.treatment, found.n.control);
  const fewest = claim.fewest ?? 1;
  const measured = describeDifference(found, claim.unit);
  if (least < fewest)
    return { ...notComparable(`only ${least} of at least ${fewest} question plays count`), measured };
  return {
    verdict: directionVerdict(found.effect, claim.paperEffect),
    reason: reasonOf(found, claim.paperEffect),
    measured,
    effect: found.effect,
    n: least,
    seeds: found.seeds,
  };
}

/** The result of a claim that nothing can be said about. */
export function notComparable(reason: string): ClaimResult {
  return { verdict: 'not comparable', reason, measured: '', effect: null, n: 0, seeds: 0 };
}

function describeDifference({ effect, treatment, control, n, seeds }: ArmDifference, unit: Unit): string {
  const counts = n.treatment === n.control ? `n = ${n.control}` : `n = ${n.treatment} and ${n.control}`;
  return `${value(treatment, unit)} against ${value(control, unit)}: ${signedWithInterval(effect, unit)}, ${counts}, ${seeds} seeds`;
}

function reasonOf({ effect }: ArmDifference, paper: number | null): string {
  if (effect.high < 0) return 'the interval lies below 0';
  if (effect.low <= 0) return 'the interval contains 0';
  if (paper === null) return 'the interval lies above 0; the paper gives no number';
  return `the interval lies above 0; the effect is ${Math.round((100 * effect.estimate) / paper)} % of the paper's`;
}
