/** How well the policy of one step did on dev. */
export interface DevAccuracy {
  readonly step: number;
  /** 0 to 1; null when every episode failed. */
  readonly accuracy: number | null;
}

/**
 * The trained step (above 0) of highest dev accuracy, the earliest among equals; null where there is none.
 *
 * DEVIATION(choose-on-dev): ReZero reports the best checkpoint on the test questions themselves
 * (`docs/experiment-log.md`); here the held-out questions have no say in the choice.
 */
export function chooseStep(evaluations: readonly DevAccuracy[]): number | null {
  let best: { step: number; accuracy: number } | null = null;
  for (const { step, accuracy } of evaluations.toSorted((first, second) => first.step - second.step))
    if (step > 0 && accuracy !== null && (best === null || accuracy > best.accuracy))
      best = { step, accuracy };
  return best?.step ?? null;
}
