import type { DevAccuracy } from '../evaluate/choose-step.ts';
import type { CollapseSignal } from './collapse.ts';
import { type FailureCounts, noFailures } from './failure-counts.ts';

/** What a run remembers from step to step besides the weights and its files. */
export interface Progress {
  /** Steps done. */
  readonly step: number;
  readonly failures: FailureCounts;
  /** One per step done. */
  readonly signals: readonly CollapseSignal[];
  /** One per evaluation on dev so far. */
  readonly dev: readonly DevAccuracy[];
}

/** A run before its first step. */
export const noProgress: Progress = { step: 0, failures: noFailures, signals: [], dev: [] };
