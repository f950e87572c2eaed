import { z } from 'zod';
import { chooseStep, type DevAccuracy } from '../statistics/selection.ts';
import { collapseOf, type CollapseSignal } from './collapse.ts';
import { type FailureCounts, failureCounts, lostEpisodes, noFailures } from './failure-counts.ts';
import { noUsage, type Usage, usage } from './usage.ts';

const count = z.number().int().nonnegative();
const share = z.number().nullable();

/** What a run remembers from step to step besides the weights and its files. */
export interface Progress {
  /** Steps done. */
  readonly step: number;
  readonly failures: FailureCounts;
  /** One per step done. */
  readonly signals: readonly CollapseSignal[];
  /** One per evaluation on dev so far. */
  readonly dev: readonly DevAccuracy[];
  readonly usage: Usage;
}

/** A `Progress` as a checkpoint stores it. */
export const progress: z.ZodType<Progress> = z.strictObject({
  step: count,
  failures: failureCounts,
  signals: z.array(z.strictObject({ step: count, correctShare: share, answeredShare: share })),
  dev: z.array(z.strictObject({ step: count, accuracy: share })),
  usage,
});

/** A run before its first step. */
export const noProgress: Progress = { step: 0, failures: noFailures, signals: [], dev: [], usage: noUsage };

/** What a run's end is judged by. */
export interface RunVerdict {
  /** `incomplete` when steps are missing or an episode was lost; else `collapsed` when training was seen to. */
  readonly status: 'complete' | 'incomplete' | 'collapsed';
  readonly chosenStep: number | null;
  readonly collapseStep: number | null;
}

/** How a run of `steps` steps stands. */
export function verdictOf({ step, failures, signals, dev }: Progress, steps: number): RunVerdict {
  const collapseStep = collapseOf(signals);
  const whole = step >= steps && lostEpisodes(failures) === 0;
  const ended = collapseStep === null ? 'complete' : 'collapsed';
  return { status: whole ? ended : 'incomplete', chosenStep: chooseStep(dev), collapseStep };
}
