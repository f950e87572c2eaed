import type { Interval } from '../../statistics/interval.ts';
import type { ArmDifference } from '../measure/arm-difference.ts';
import type { Results } from '../read/results.ts';
import { type ClaimResult, type ClaimVerdict, notComparable } from './claim.ts';
import { type ComparedArms, describeDifference, differenceOf } from './compared-arms.ts';

/** A measured effect below this share of the paper's is called weaker. */
const weakerBelow = 0.5;

/** The rule below in words. */
export const directionRule =
  "Verdict on a difference: reproduced when the 95 % interval lies above 0 (opposite when below, no evidence when it contains 0); same direction but weaker when it lies above 0 and the effect is under half of the paper's, where the paper gives a number.";

/**
 * The verdict on an effect that the paper says is positive.
 * @param paper the paper's own effect in the same unit; null where it gives none, and direction alone decides.
 */
export function directionVerdict(effect: Interval, paper: number | null): ClaimVerdict {
  if (effect.high < 0) return 'opposite';
  if (effect.low <= 0) return 'no evidence';
  return paper !== null && effect.estimate < weakerBelow * paper ? 'same direction but weaker' : 'reproduced';
}

/** A claim that a measure is higher in the treatment arm. */
export interface DifferenceClaim extends ComparedArms {
  /** The paper's difference in the same unit; null where it gives none. */
  readonly paperEffect: number | null;
  /** Question plays that must count in each arm, default 1. */
  readonly fewest?: number;
}

/** Judges a difference claim: comparable pairs, bootstrap difference, direction verdict. */
export function evaluateDifference(claim: DifferenceClaim, { runs }: Results): ClaimResult {
  const found = differenceOf(claim, runs);
  if (typeof found === 'string') return notComparable(found);
  const { paperEffect, fewest = 1, unit } = claim;
  const least = Math.min(found.n.treatment, found.n.control);
  const measured = describeDifference(found, unit);
  if (least < fewest)
    return { ...notComparable(`only ${least} of at least ${fewest} question plays count`), measured };
  return {
    verdict: directionVerdict(found.effect, paperEffect),
    reason: reasonOf(found, paperEffect),
    measured,
    effect: found.effect,
    n: least,
    seeds: found.seeds,
  };
}

function reasonOf({ effect }: ArmDifference, paper: number | null): string {
  if (effect.high < 0) return 'the interval lies below 0';
  if (effect.low <= 0) return 'the interval contains 0';
  if (paper === null) return 'the interval lies above 0; the paper gives no number';
  return `the interval lies above 0; the effect is ${Math.round((100 * effect.estimate) / paper)} % of the paper's`;
}
