import type { AdamParams, Datum, Engine, OptimStats } from '../../engine.ts';
import type { LossReduction } from '../../loss.ts';

/** How supervised steps are taken. */
export interface SupervisedStepsOptions {
  readonly reduction: LossReduction;
  /** One per batch. */
  readonly adam: readonly AdamParams[];
}

/** What one supervised step saw. */
export interface SupervisedStep extends OptimStats {
  /** Reduced loss before the step. */
  readonly loss: number;
}

/** What the embedded engine can do beside the engine contract. */
export interface EmbeddedEngine extends Engine {
  /**
   * One cross-entropy step per batch: what `forwardBackward` and `optimStep` do, but on provider cuda in a single
   * run, so that the weights cross to the GPU and back once and not at every step. There each batch is one
   * micro-batch, padded to the longest of all, and gradients accumulated before are dropped. The loop of steps is
   * checked against single steps on the CPU; its speed on a GPU: *not measured*.
   * @throws TwinZeroError `engine` when there is not one `adam` per batch, or a batch weighs no token.
   */
  supervisedSteps(
    batches: readonly (readonly Datum[])[],
    options: SupervisedStepsOptions,
  ): Promise<readonly SupervisedStep[]>;
}
