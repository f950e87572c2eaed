import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { BootstrapOptions } from './bootstrap-options.ts';

/**
 * How much the best of several checkpoints overstates itself when it is picked on the questions that score it:
 * the mean, over resampled questions, of (best score on the resample) - (that checkpoint's score on all questions).
 * Correlation between checkpoints is kept, unlike in `bestOfCheckpoints`.
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
  let total = 0;
  for (let replicate = 0; replicate < resamples; replicate += 1) {
    const drawn = all.map(() => random.below(questions));
    const means = scores.map((row) => mean(row, drawn));
    const best = means.indexOf(Math.max(...means));
    total += (means[best] ?? 0) - (full[best] ?? 0);
  }
  return total / resamples;
}

function mean(row: readonly number[], drawn: readonly number[]): number {
  return drawn.reduce((sum, index) => sum + (row[index] ?? 0), 0) / drawn.length;
}
