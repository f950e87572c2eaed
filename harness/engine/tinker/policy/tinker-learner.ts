import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { requireAdam, requireData } from '../../embedded/train/require-data.ts';
import type {
  AdamParams,
  Datum,
  Learner,
  LoadOptions,
  LossOutput,
  OptimStats,
  SaveOptions,
} from '../../engine.ts';
import type { Loss } from '../../loss.ts';
import type { WeightsRef } from '../../weights-ref.ts';
import type { Turnstile } from '../client/turnstile.ts';
import { lossOutput } from '../loss/loss-output.ts';
import { type Batch, isServerLoss, serverLesson } from '../loss/server-lesson.ts';
import { lacking } from '../profile/server-profiles.ts';
import { checkpointFacts, checkpointName } from './checkpoint-name.ts';
import { gradNormOf, savedName } from './server-facts.ts';
import type { TinkerModels } from './tinker-models.ts';
import { forwardLogprobs, logprobsOf } from './forward-logprobs.ts';

/** What a learner works on. */
export interface LearnerParts {
  readonly models: TinkerModels;
  readonly turns: Turnstile;
  readonly limits: { readonly vocabularySize: number; readonly maxTokens: number };
  /** True where all weights are trained, and not a LoRA's, which are matrices. */
  readonly full: boolean;
}

/** Trains a model on a server; changes of weights wait for samples in flight, and samples for them. */
export class TinkerLearner implements Learner {
  readonly #parts: LearnerParts;
  /** Batches since the last step, and by how much the server multiplies the gradient of each. */
  #batches: { readonly batch: Batch; times: number }[] = [];
  /** Sequences that the server has counted since the last step. */
  #counted = 0;

  constructor(parts: LearnerParts) {
    this.#parts = parts;
  }

  forwardBackward(data: readonly Datum[], loss: Loss): Promise<LossOutput> {
    return this.#parts.turns.alone(async () => {
      requireData(data, loss, this.#parts.limits);
      const { profile } = this.#parts.models.connection;
      requireTemperature(loss);
      const { model } = await this.#parts.models.current();
      if (isServerLoss(loss, profile)) {
        const logprobs = await this.#add({ data, loss, logprobs: null });
        return lossOutput(data, loss, logprobs);
      }
      if (profile.forward === 'prompt')
        throw lacking(
          profile,
          `computes no "${loss.kind}" loss like this one and has no forward pass, without which its gradient cannot be injected`,
        );
      const sequences = data.map(({ tokens }) => tokens);
      const logprobs = await forwardLogprobs(model, sequences, this.#parts.models.connection);
      await this.#add({ data, loss, logprobs });
      return lossOutput(data, loss, logprobs);
    });
  }

  optimStep(adam: AdamParams): Promise<OptimStats> {
    return this.#parts.turns.alone(async () => {
      requireAdam(adam);
      const { profile } = this.#parts.models.connection;
      if (adam.maxGradNorm !== undefined && profile.adam === 'without-clip')
        throw lacking(profile, 'clips no gradient; leave adam.maxGradNorm out');
      if (adam.decayed === 'matrices' && this.#parts.full)
        throw lacking(profile, 'decays all weights; leave adam.decayed out');
      const live = await this.#parts.models.current();
      live.moved = true;
      const metrics = await live.model.optimStep(adam);
      this.#forget();
      live.steps += 1;
      return { gradNorm: gradNormOf(metrics, this.#parts.models.connection), step: live.steps };
    });
  }

  publish(): Promise<void> {
    const { models, turns } = this.#parts;
    return turns.alone(async () => models.publish(await models.current()));
  }

  save(name: string, { optimiser = false, merged = false }: SaveOptions = {}): Promise<WeightsRef> {
    const { models, turns } = this.#parts;
    return turns.alone(async () => {
      if (merged)
        throw lacking(models.connection.profile, 'keeps adapters by themselves; save without merging');
      const current = await models.current();
      const { model, steps } = current;
      const path = await model.save(
        checkpointName(name, { model: model.id, seq: model.seq, steps, optimiser }),
      );
      if (optimiser) await models.remember(current, path);
      return { kind: 'named', name: path };
    });
  }

  load(ref: WeightsRef, options: LoadOptions = {}): Promise<void> {
    const { models, turns } = this.#parts;
    return turns.alone(async () => {
      const path = savedName(ref);
      const { optimiser } = checkpointFacts(path);
      if (options.optimiser === 'required' && !optimiser)
        throw new TwinZeroError(
          'data',
          `${path} was saved without its optimiser, and training is to go on from it; load one that was saved with it`,
        );
      this.#forget();
      await models.load(path, { optimiser: optimiser && options.optimiser !== 'fresh' });
    });
  }

  /**
   * Posts a batch. A server that divides by the sequences since the last step counts those of later calls, too: what came
   * before is then added again, so often that each batch has the weight that it would have alone.
   */
  async #add(batch: Batch): Promise<number[][]> {
    const { models } = this.#parts;
    const { profile } = models.connection;
    const { model } = await models.current();
    const again = profile.reduction === 'sequence-mean' ? this.#batches : [];
    const total =
      this.#counted + again.reduce((sum, { batch: one }) => sum + one.data.length, 0) + batch.data.length;
    for (const known of again)
      await model.forwardBackward(serverLesson(known.batch, total - known.times, profile));
    const outputs = await model.forwardBackward(serverLesson(batch, total, profile));
    this.#counted = total;
    this.#batches = [
      ...this.#batches.map(({ batch: one }) => ({ batch: one, times: total })),
      { batch, times: total },
    ];
    return logprobsOf(
      outputs,
      batch.data.map(({ tokens }) => tokens),
      models.connection,
    );
  }

  #forget(): void {
    this.#batches = [];
    this.#counted = 0;
  }
}

/** Servers train the distribution at temperature 1: they have no word for another. */
function requireTemperature(loss: Loss): void {
  if (loss.kind === 'cross_entropy' || loss.temperature === 1) return;
  throw new TwinZeroError(
    'configuration',
    `the loss is at temperature ${loss.temperature}, and the Tinker protocol trains at temperature 1 alone; set temperature to 1`,
  );
}
