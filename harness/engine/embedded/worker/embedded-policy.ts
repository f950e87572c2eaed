import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Datum, Learner, Scorer, TokenPolicy } from '../../engine.ts';
import { requireHonoured } from '../../requirements.ts';
import type { EmbeddedOptions } from '../session/embedded-options.ts';
import type { EmbeddedEngine, SupervisedStep, SupervisedStepsOptions } from './embedded-engine.ts';
import { openEngineInWorker } from './engine-in-worker.ts';

/** Learner of the embedded engine, with what it can do beside the contract. */
export interface EmbeddedLearner extends Learner {
  /**
   * One cross-entropy step per batch: what `forwardBackward` and `optimStep` do, but on provider cuda in a single
   * run, so that the weights cross to the GPU and back once and not at every step. There each batch is one
   * micro-batch, padded to the longest of all, and gradients accumulated before are dropped. The loop of steps is
   * checked against single steps on the CPU; its speed on a card stands in `results/bench`.
   * @throws TwinZeroError `engine` when there is not one `adam` per batch, or a batch weighs no token.
   */
  supervisedSteps(
    batches: readonly (readonly Datum[])[],
    options: SupervisedStepsOptions,
  ): Promise<readonly SupervisedStep[]>;
}

/** A policy on the embedded engine, which scores and trains. */
export interface EmbeddedPolicy extends TokenPolicy {
  readonly scorer: Scorer;
  readonly learner: EmbeddedLearner;
}

/**
 * Opens a policy on the embedded engine in a worker thread, so that this thread stays responsive while it computes.
 * @throws TwinZeroError `configuration`, `data` or `engine` when the folder or the provider cannot be used.
 */
export async function openEmbeddedPolicy(options: EmbeddedOptions): Promise<EmbeddedPolicy> {
  return embeddedPolicy(await openEngineInWorker(options));
}

/** The policy that an embedded engine runs, in a worker or in this thread. */
export function embeddedPolicy(engine: EmbeddedEngine): EmbeddedPolicy {
  const { profile } = engine;
  let closing: Promise<void> | null = null;
  const open = (): EmbeddedEngine => {
    if (closing === null) return engine;
    throw new TwinZeroError('engine', `the engine ${profile.id} is closed; open it again`);
  };
  const scorer = (reference: boolean): Scorer => ({
    logprobs: async (sequences, { temperature }) => open().logprobs(sequences, { temperature, reference }),
  });
  return {
    profile,
    sample: async (prompt, params) => {
      requireHonoured(profile, params);
      return open().sample(prompt, params);
    },
    scorer: scorer(false),
    learner: {
      forwardBackward: async (data, loss) => open().forwardBackward(data, loss),
      optimStep: async (adam) => open().optimStep(adam),
      supervisedSteps: async (batches, steps) => open().supervisedSteps(batches, steps),
      publish: async () => open().publish(),
      save: async (name, form) => open().save(name, form),
      load: async (ref, how) => open().load(ref, how),
    },
    reference: async () => {
      await open().freezeReference();
      return scorer(true);
    },
    close: () => (closing ??= engine.close()),
  };
}
