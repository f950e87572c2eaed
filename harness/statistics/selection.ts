import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { BootstrapOptions } from './bootstrap.ts';

/** Dev accuracy of the policy of one step. */
export interface DevAccuracy {
  readonly step: number;
  /** 0 to 1; null when every episode failed. */
  readonly accuracy: number | null;
}

/**
 * The step of highest dev accuracy, the earliest among equals, step 0 included: training that dev sees no gain in has
 * gained nothing. Null where no step has an accuracy.
 *
 * DEVIATION(choose-on-dev): ReZero reports the best checkpoint on the test questions themselves
 * (`docs/experiment-log.md`); here the held-out questions have no say in the choice.
 */
export function chooseStep(evaluations: readonly DevAccuracy[]): number | null {
  let best: { step: number; accuracy: number } | null = null;
  for (const { step, accuracy } of evaluations.toSorted((first, second) => first.step - second.step))
    if (accuracy !== null && (best === null || accuracy > best.accuracy)) best = { step, accuracy };
  return best?.step ?? null;
}

/**
 * Overstatement of the best of several checkpoints that is picked on the questions that score it:
 * the mean, over resampled questions, of (best score on the resample) - (that checkpoint's score on all questions).
 *
 * @param scores checkpoints x questions, all rows of one length, 0 or 1 (or any score).
 * @returns the bias in the unit of the scores; 0 for one checkpoint up to Monte Carlo error.
 * Source: B. Efron, JASA 78 (1983) 316-331 (optimism of the apparent rate).
 * @throws TwinZeroError `internal` for an empty table.
 */
export function selectionBias(
  scores: readonly (readonly number[])[],
  { random, resamples = 2000 }: BootstrapOptions,
): number {
  const questions = scores[0]?.length ?? 0;
  if (questions === 0)
    throw new TwinZeroError('internal', 'selection bias needs at least one scored question');
  const all = Array.from({ length: questions }, (_, index) => index);
  const full = scores.map((row) => mean(row, all));
  const drawn = new Uint32Array(questions);
  let total = 0;
  for (let replicate = 0; replicate < resamples; replicate += 1) {
    for (let i = 0; i < questions; i += 1) drawn[i] = random.below(questions);
    const means = scores.map((row) => mean(row, drawn));
    const best = means.indexOf(Math.max(...means));
    total += (means[best] ?? 0) - (full[best] ?? 0);
  }
  return total / resamples;
}

function mean(row: readonly number[], drawn: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < drawn.length; i += 1) sum += row[drawn[i] ?? 0] ?? 0;
  return sum / drawn.length;
}
