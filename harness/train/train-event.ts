import type { EvaluatedSet, RunLog } from '../run/index.ts';

/** News of a run while it goes; shares are 0 to 1, null where nothing could be scored. */
export type TrainEvent =
  | { readonly kind: 'resumed'; readonly step: number }
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly steps: number;
      readonly rewardMean: number | null;
      readonly correctShare: number | null;
      readonly answeredShare: number | null;
      readonly failed: number;
    }
  | {
      readonly kind: 'evaluation';
      readonly step: number;
      readonly split: EvaluatedSet;
      /** Greedy; of the extended set, over its samples. */
      readonly accuracy: number | null;
    }
  | { readonly kind: 'checkpoint'; readonly step: number }
  /** A budget was spent; the run can be resumed from this step. */
  | { readonly kind: 'stopped'; readonly step: number; readonly reason: string };

/** Log and listener of a step of training, or of an evaluation in it. */
export interface StepSink {
  readonly log: RunLog;
  readonly onEvent: ((event: TrainEvent) => void) | undefined;
}
