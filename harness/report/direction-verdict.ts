import type { Interval } from '../statistics/interval.ts';
import type { Verdict } from './report-spec.ts';

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
