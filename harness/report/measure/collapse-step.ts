import type { Evaluation } from '../../run/index.ts';
import { accuracy, answeredShare, ratio, scoresOf } from './score.ts';

/** The rule below in words, for reports. */
export const collapseRule =
  'a run has collapsed at the first of two consecutive held-out evaluations at both of which its accuracy is below half of the highest reached before them, or fewer than half of its questions end in an answer; a run whose accuracy was never above 0 had nothing to lose';

/**
 * The first step of a collapse under `collapseRule`, null where there is none.
 * @param evaluations of one split, in ascending steps.
 */
export function collapseStep(evaluations: readonly Evaluation[]): number | null {
  let peak = 0;
  let suspect: number | null = null;
  for (const { step, outcomes } of evaluations) {
    const value = ratio(scoresOf(outcomes, accuracy));
    const answered = ratio(scoresOf(outcomes, answeredShare));
    // An evaluation in which every episode failed says nothing about the policy.
    if (value === null || answered === null) continue;
    const down = peak > 0 && (value < peak / 2 || answered < 0.5);
    if (down && suspect !== null) return suspect;
    suspect = down ? step : null;
    peak = Math.max(peak, value);
  }
  return null;
}
