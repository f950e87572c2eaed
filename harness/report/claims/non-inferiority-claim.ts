import type { Results } from '../read/results.ts';
import { type ClaimResult, type ClaimVerdict, notComparable } from './claim.ts';
import { type ComparedArms, describeDifference, differenceOf } from './compared-arms.ts';

/** A claim that the treatment is not worse than the control by a margin or more. */
export interface NonInferiorityClaim extends ComparedArms {
  /** Above 0, in shares: 0.05 is five points. */
  readonly margin: number;
}

/** The rule of `evaluateNonInferiority` in words. */
export function nonInferiorityRule(margin: number): string {
  const points = `${Number((100 * margin).toFixed(1))} points`;
  return `Reproduced when the 95 % interval of the difference lies above −${points}, opposite when it lies below −${points}, no evidence otherwise`;
}

/** Judges a non-inferiority claim. */
export function evaluateNonInferiority(claim: NonInferiorityClaim, { runs }: Results): ClaimResult {
  const found = differenceOf(claim, runs);
  if (typeof found === 'string') return notComparable(found);
  const { effect, n, seeds } = found;
  const verdict = verdictOf(effect, claim.margin);
  return {
    verdict,
    reason: reasons[verdict],
    measured: describeDifference(found, claim.unit),
    effect,
    n: Math.min(n.treatment, n.control),
    seeds,
  };
}

type Outcome = Extract<ClaimVerdict, 'reproduced' | 'opposite' | 'no evidence'>;

const reasons: Readonly<Record<Outcome, string>> = {
  reproduced: 'the interval lies above the margin',
  opposite: 'the interval lies below the margin',
  'no evidence': 'the interval contains the margin',
};

function verdictOf({ low, high }: { readonly low: number; readonly high: number }, margin: number): Outcome {
  if (low > -margin) return 'reproduced';
  return high < -margin ? 'opposite' : 'no evidence';
}
