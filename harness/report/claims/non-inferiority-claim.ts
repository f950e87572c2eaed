import { judgeNonInferiority, nonInferiorityPValue } from '../../statistics/verdict-rule.ts';
import type { Results } from '../read/results.ts';
import { deltaText } from '../tables/format.ts';
import { type ClaimResult, type Delta, notComparable } from './claim.ts';
import { type ComparedArms, differenceNumbers, differenceOf } from './compared-arms.ts';
import { smallestFoundText } from './difference-claim.ts';

/** A claim that the treatment is not worse than the control by a margin or more. */
export interface NonInferiorityClaim extends ComparedArms {
  readonly margin: Delta;
}

/** The rule of `evaluateNonInferiority` in words. */
export function nonInferiorityRule(margin: Delta): string {
  const text = deltaText(margin);
  return `Non-inferior when −${text} lies below an interval of the difference that is at least as wide as an effect of ${text} would make it, inferior when it lies above the 95 % interval, else cannot tell`;
}

/** Judges a non-inferiority claim. */
export function evaluateNonInferiority(claim: NonInferiorityClaim, { runs }: Results): ClaimResult {
  const found = differenceOf(claim, runs);
  if (typeof found === 'string') return notComparable(found);
  const { margin, unit } = claim;
  const standards = { delta: margin.value, unit };
  const verdict = judgeNonInferiority(found.effect, standards);
  const reasons = {
    'non-inferior': `it is not worse by ${deltaText(margin)}`,
    inferior: `it is worse by more than ${deltaText(margin)}`,
    'cannot tell': smallestFoundText(found.effect, unit),
  } as const;
  return {
    verdict,
    reason: reasons[verdict],
    p: nonInferiorityPValue(found.effect, standards),
    ...differenceNumbers(found, unit),
  };
}
