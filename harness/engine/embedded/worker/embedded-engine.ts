import type {
  AdamParams,
  Datum,
  EngineProfile,
  Learner,
  OptimStats,
  SampleParams,
  SampleResult,
} from '../../engine.ts';
import type { LossReduction } from '../../loss.ts';

/** Loss reduction and optimiser settings of supervised steps. */
export interface SupervisedStepsOptions {
  readonly reduction: LossReduction;
  /** One per batch. */
  readonly adam: readonly AdamParams[];
}

/** Measurements of one supervised step. */
export interface SupervisedStep extends OptimStats {
  /** Reduced loss before the step. */
  readonly loss: number;
}

/** The calls of the embedded engine side by side, as they cross the thread boundary; `embeddedPolicy` sorts them. */
export interface EmbeddedEngine extends Learner {
  readonly profile: EngineProfile;
  sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult>;
  /** With the newest weights, or with those the engine was opened with. */
  logprobs(
    sequences: readonly (readonly number[])[],
    options: { readonly temperature: number; readonly reference: boolean },
  ): Promise<number[][]>;
  /** As `EmbeddedLearner.supervisedSteps`. */
  supervisedSteps(
    batches: readonly (readonly Datum[])[],
    options: SupervisedStepsOptions,
  ): Promise<readonly SupervisedStep[]>;
  /** Keeps a copy of the weights the engine was opened with, unless there is one. */
  freezeReference(): Promise<void>;
  close(): Promise<void>;
}
