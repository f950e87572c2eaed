import { z } from 'zod';

/** Course of the learning rate over a run. */
export const learningRateSpec = z.strictObject({
  kind: z.enum(['constant', 'linear', 'cosine']),
  /** The highest value, reached when the warm-up ends. */
  peak: z.number().nonnegative(),
  /** Share of all steps over which the rate rises linearly from 0; the count is rounded up. */
  warmupRatio: z.number().min(0).lt(1),
});

/** A `learningRateSpec`. */
export type LearningRate = z.infer<typeof learningRateSpec>;

/** Place in a run. */
export interface RunPosition {
  /** Steps already done: 0 at the first update. */
  readonly done: number;
  /** Steps of the whole run. */
  readonly total: number;
}

/**
 * The rate of the update after `done` steps, as Hugging Face's schedules give it: with a warm-up the first
 * update has rate 0, and a falling schedule reaches 0 only after the last one.
 *
 * ReZero's cosine (peak 5e-6, warm-up 0.1 of 1000, `config.py:31-83 @20fb677`) is 4.67e-6 at 250.
 */
export function learningRateAt(schedule: LearningRate, { done, total }: RunPosition): number {
  const { kind, peak, warmupRatio } = schedule;
  const warmup = Math.ceil(total * warmupRatio);
  if (done < warmup) return (peak * done) / warmup;
  const progress = (done - warmup) / Math.max(1, total - warmup);
  const shapes = {
    constant: 1,
    linear: 1 - progress,
    cosine: 0.5 * (1 + Math.cos(Math.PI * progress)),
  };
  return peak * Math.max(0, shapes[kind]);
}
