import { type CrossedInterval, crossedPValue, halfWidth } from './crossed-interval.ts';

/** Standards that an effect is held against, in its own unit, fixed before the runs. */
export interface EffectStandards {
  /** The smallest effect of interest, above 0: `no difference` means smaller than this. Of a share below 1. */
  readonly delta: number;
  /** `share`: of questions, 0 to 1; `count`: anything else, e.g. searches a question. */
  readonly unit: 'share' | 'count';
}

/** Seeds from which on two arms may be called equal. */
export const seedsForEquality = 5;

/** An effect under half of the paper's is called weaker. */
const weakerBelow = 0.5;

/** Outcomes of `judgeDifference`; `no difference`: none of `delta` or more. */
export type DifferenceVerdict =
  'reproduced' | 'same direction but weaker' | 'opposite' | 'no difference' | 'cannot tell';

/** Outcomes of `judgeNonInferiority`. */
export type NonInferiorityVerdict = 'non-inferior' | 'inferior' | 'cannot tell';

/**
 * The verdict on an effect that a paper says is positive; a number that is not finite says nothing.
 *
 * @param paper the paper's effect on the same scale; null where it gives none, or where its scale is another.
 */
export function judgeDifference(
  effect: CrossedInterval,
  standards: EffectStandards,
  paper: number | null,
): DifferenceVerdict {
  const { estimate, low, high, seeds } = effect;
  if (
    seeds >= seedsForEquality &&
    Math.abs(estimate) + equalityHalfWidth(effect, standards) < standards.delta
  )
    return 'no difference';
  if (low > 0)
    return paper !== null && high < weakerBelow * paper ? 'same direction but weaker' : 'reproduced';
  return high < 0 ? 'opposite' : 'cannot tell';
}

/** The verdict on the claim that the effect is not below minus `delta`, the margin. */
export function judgeNonInferiority(
  effect: CrossedInterval,
  standards: EffectStandards,
): NonInferiorityVerdict {
  const { estimate, high } = effect;
  if (estimate - equalityHalfWidth(effect, standards) > -standards.delta) return 'non-inferior';
  return high < -standards.delta ? 'inferior' : 'cannot tell';
}

/** Two-sided p-value of `judgeNonInferiority`: at most 0.05 exactly where its verdict is not `cannot tell`. */
export function nonInferiorityPValue(effect: CrossedInterval, standards: EffectStandards): number {
  const above = effect.estimate > -standards.delta;
  return crossedPValue(
    above ? { ...effect, ...equalitySpread(effect, standards) } : effect,
    -standards.delta,
  );
}

/** Half the width within which an effect must lie to be called smaller than `delta`. */
export function equalityHalfWidth(effect: CrossedInterval, standards: EffectStandards): number {
  const { variance, degreesOfFreedom } = equalitySpread(effect, standards);
  return halfWidth(variance, degreesOfFreedom);
}

/**
 * The variance, at least that which an effect of `delta` itself would have. A share of `delta` of the questions that
 * turn over is seen in few questions or in none: where none of 64 differs, 5.6 % may.
 */
function equalitySpread(
  { variance, degreesOfFreedom, plays, seeds, chunks }: CrossedInterval,
  { delta, unit }: EffectStandards,
): Pick<CrossedInterval, 'variance' | 'degreesOfFreedom'> {
  const least = unit === 'share' ? (delta * (1 - delta)) / (plays / seeds) : 0;
  // A variance that is no number stays one, and no verdict comes of it.
  return variance < least
    ? { variance: least, degreesOfFreedom: chunks - 1 }
    : { variance, degreesOfFreedom };
}
