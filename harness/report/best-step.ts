import type { Evaluation } from './run.ts';
import { accuracy, ratio, scoresOf } from './score.ts';

/** The trained checkpoint (step > 0) of highest accuracy, the earliest among equals; null where there is none. */
export function bestStep(evaluations: readonly Evaluation[]): number | null {
  let best: { step: number; value: number } | null = null;
  for (const { step, outcomes } of evaluations) {
    const value = ratio(scoresOf(outcomes, accuracy));
    if (step > 0 && value !== null && (best === null || value > best.value)) best = { step, value };
  }
  return best?.step ?? null;
}
