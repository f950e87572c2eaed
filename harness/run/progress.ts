import { z } from 'zod';
import { chooseStep } from '../statistics/selection.ts';
import { collapseOf } from './collapse.ts';
import { failureCounts, lostEpisodes, noFailures } from './failure-counts.ts';
import type { RunRecord } from './run-record.ts';
import { noUsage, usage } from './usage.ts';

const count = z.number().int().nonnegative();
const share = z.number().nullable();

/** Memory of a run from step to step, besides the weights and its files. */
export const progress = z.strictObject({
  /** Steps done. */
  step: count,
  failures: failureCounts,
  /** One per step done. */
  signals: z.array(z.strictObject({ step: count, correctShare: share, answeredShare: share })),
  /** One per evaluation on dev so far. */
  dev: z.array(z.strictObject({ step: count, accuracy: share })),
  usage,
});

/** A `progress`. */
export type Progress = z.infer<typeof progress>;

/** A run before its first step. */
export const noProgress: Progress = { step: 0, failures: noFailures, signals: [], dev: [], usage: noUsage };

/** The end of a run, as run.json tells it. */
export type RunVerdict = Pick<RunRecord, 'status' | 'chosenStep' | 'collapseStep'>;

/** State of a run of `steps` steps, as run.json tells it. */
export function verdictOf({ step, failures, signals, dev }: Progress, steps: number): RunVerdict {
  const collapseStep = collapseOf(signals);
  const whole = step >= steps && lostEpisodes(failures) === 0;
  const ended = collapseStep === null ? 'complete' : 'collapsed';
  return { status: whole ? ended : 'incomplete', chosenStep: chooseStep(dev), collapseStep };
}
