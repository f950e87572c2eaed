import { crossedPValue, type CrossedInterval, smallestFound } from '../../statistics/crossed-interval.ts';
import { type DifferenceVerdict, judgeDifference, seedsForEquality } from '../../statistics/verdict-rule.ts';
import type { Results } from '../read/results.ts';
import { deltaText, signed } from '../tables/format.ts';
import { type ClaimResult, type Delta, notComparable } from './claim.ts';
import { type ComparedArms, describeDifference, differenceNumbers, differenceOf } from './compared-arms.ts';

/** The rule of `judgeDifference` in words. */
export const directionRule = `Verdict on a difference with its smallest effect of interest δ: no difference of δ with ${seedsForEquality} seeds or more, when δ lies outside an interval that is at least as wide as an effect of δ itself would make it; else reproduced when the 95 % interval lies above 0 and opposite when below; same direction but weaker when it lies above 0 and below half of the paper's effect, where the paper has our scale; else cannot tell, with the smallest effect that this design finds 80 % of the time.`;

/** A claim that a measure is higher in the treatment arm. */
export interface DifferenceClaim extends ComparedArms {
  readonly delta: Delta;
  /** The paper's difference in the same unit; null where it gives none on our scale, and direction alone decides. */
  readonly paperEffect: number | null;
  /** Question plays that must count in each arm, default 1. */
  readonly fewest?: number;
}

/** Judges a difference claim: comparable pairs, difference with its crossed interval, verdict. */
export function evaluateDifference(claim: DifferenceClaim, { runs }: Results): ClaimResult {
  const found = differenceOf(claim, runs);
  if (typeof found === 'string') return notComparable(found);
  const { delta, paperEffect, fewest = 1, unit } = claim;
  const { effect } = found;
  if (effect.plays < fewest)
    return {
      ...notComparable(`only ${Number(effect.plays.toFixed(1))} of at least ${fewest} question plays count`),
      measured: describeDifference(found, unit),
    };
  const verdict = judgeDifference(effect, { delta: delta.value, unit }, paperEffect);
  return {
    verdict,
    reason: differenceReason(effect, { verdict, delta }),
    p: crossedPValue(effect),
    ...differenceNumbers(found, unit),
  };
}

/** Cause of a verdict on a difference, in a phrase. */
export function differenceReason(
  effect: CrossedInterval,
  { verdict, delta }: { readonly verdict: DifferenceVerdict; readonly delta: Delta },
): string {
  switch (verdict) {
    case 'no difference':
      return effect.low > 0 || effect.high < 0
        ? `there is one, smaller than ${deltaText(delta)}`
        : `anything of ${deltaText(delta)} or more is excluded; its sign cannot be told`;
    case 'reproduced':
      return 'the interval lies above 0';
    case 'same direction but weaker':
      return "the interval lies above 0 and below half of the paper's effect";
    case 'opposite':
      return 'the interval lies below 0';
    case 'cannot tell':
      return smallestFoundText(effect, delta.unit);
  }
}

/** What a design finds, in words. */
export function smallestFoundText(effect: CrossedInterval, unit: Delta['unit']): string {
  const found = signed(smallestFound(effect), unit).replace('+', '');
  return `the smallest effect that this design finds 80 % of the time is ${found}`;
}
