import { chooseStep } from '../evaluate/choose-step.ts';
import type { Evaluation } from './run.ts';
import { accuracy, ratio, scoresOf } from './score.ts';

/** The trained checkpoint (step > 0) of highest accuracy, the earliest among equals; null where there is none. */
export function bestStep(evaluations: readonly Evaluation[]): number | null {
  return chooseStep(
    evaluations.map(({ step, outcomes }) => ({ step, accuracy: ratio(scoresOf(outcomes, accuracy)) })),
  );
}
