import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { requireAdam, requireValueData } from '../../embedded/train/require-data.ts';
import { requireSequences, type SequenceLimits } from '../../embedded/train/require-sequences.ts';
import type { Critic, ValueDatum, ValueLoss, ValueLossOutput } from '../../critic.ts';
import type { AdamParams, OptimStats } from '../../engine.ts';
import type { WeightsRef } from '../../weights-ref.ts';
import type { DatumOutput, RemoteModel } from '../client/remote-model.ts';
import { Turnstile } from '../client/turnstile.ts';
import { scoredDatum } from '../loss/server-lesson.ts';
import { valueLesson, valueLossName, valueLossOutput } from '../loss/value-lesson.ts';
import { lacking } from '../profile/server-profiles.ts';
import type { ServerReduction } from '../profile/server-profile.ts';
import { checkpointName } from './checkpoint-name.ts';
import type { CriticModel } from './critic-model.ts';
import { gradNormOf, savedName } from './server-facts.ts';

/** What a critic works on. */
export interface CriticParts {
  readonly model: CriticModel;
  readonly reduction: ServerReduction;
  readonly limits: SequenceLimits;
}

/** A critic on a server; what it is asked for is done in that order, one after the other. */
export class TinkerCritic implements Critic {
  readonly id: string;
  readonly #parts: CriticParts;
  readonly #turns = new Turnstile();
  /** By what the gradient since the last step is to be multiplied; null where there is none. */
  #scale: number | null = null;
  #closing: Promise<void> | null = null;

  constructor(parts: CriticParts) {
    this.#parts = parts;
    this.id = `tinker/${parts.model.connection.profile.id}`;
  }

  values(sequences: readonly (readonly number[])[]): Promise<number[][]> {
    return this.#alone(async () => {
      requireSequences(sequences, this.#parts.limits);
      const { model } = await this.#parts.model.current();
      return this.#valuesOf(model, sequences);
    });
  }

  /** Asks for the values first, of which the loss is told: servers tell their own, over micro-batches of theirs. */
  forwardBackward(data: readonly ValueDatum[], loss: ValueLoss): Promise<ValueLossOutput> {
    return this.#alone(async () => {
      const { model: models, reduction, limits } = this.#parts;
      requireValueData(data, loss, limits);
      if (loss.reduction === 'token-sum')
        throw lacking(models.connection.profile, 'is given means; leave the reduction of the value loss out');
      if (reduction === 'sequence-mean' && this.#scale !== null)
        throw lacking(
          models.connection.profile,
          'divides by all sequences since the last step, so that a critic has one batch a step',
        );
      const { model } = await models.current();
      const sequences = data.map(({ tokens }) => tokens);
      const values = await this.#valuesOf(model, sequences);
      const { lesson, scale } = valueLesson(data, loss, reduction);
      this.#scale = scale;
      await model.forwardBackward(lesson);
      return valueLossOutput(data, values, loss);
    });
  }

  optimStep(adam: AdamParams): Promise<OptimStats> {
    return this.#alone(async () => {
      requireAdam(adam);
      const { connection } = this.#parts.model;
      if (adam.maxGradNorm !== undefined && connection.profile.adam === 'without-clip')
        throw lacking(connection.profile, 'clips no gradient; leave adam.maxGradNorm out');
      if (adam.decayed === 'matrices')
        throw lacking(connection.profile, 'decays all weights of a critic; leave adam.decayed out');
      const live = await this.#parts.model.current();
      const metrics = await live.model.optimStep(adam);
      const gradNorm = gradNormOf(metrics, connection) * (this.#scale ?? 1);
      this.#scale = null;
      live.steps += 1;
      return { gradNorm, step: live.steps };
    });
  }

  save(name: string): Promise<WeightsRef> {
    return this.#alone(async () => {
      const live = await this.#parts.model.current();
      const { model, steps } = live;
      const facts = { model: model.id, seq: model.seq, steps, optimiser: true };
      const path = await model.save(checkpointName(name, facts));
      await this.#parts.model.remember(live, path);
      return { kind: 'named', name: path };
    });
  }

  load(ref: WeightsRef): Promise<void> {
    return this.#alone(async () => {
      const path = savedName(ref);
      this.#scale = null;
      await this.#parts.model.load(path);
    });
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#turns.idle().then(() => this.#parts.model.close()));
  }

  async #valuesOf(model: RemoteModel, sequences: readonly (readonly number[])[]): Promise<number[][]> {
    const outputs = await model.forward({
      data: sequences.map(scoredDatum),
      loss: valueLossName,
      config: {},
    });
    return sequences.map((tokens, i) => this.#checked(outputs[i], tokens.length - 1));
  }

  #checked(output: DatumOutput | undefined, length: number): number[] {
    const { data = [] } = output?.['values'] ?? {};
    if (data.length === length && data.every(Number.isFinite)) return [...data];
    throw new TwinZeroError(
      'engine',
      `${this.#parts.model.connection.line.where('forward_backward')} gave ${data.filter(Number.isFinite).length} values for the ${length} states of a sequence; check that the server has critics, and see its log`,
    );
  }

  #alone<T>(task: () => Promise<T>): Promise<T> {
    if (this.#closing === null) return this.#turns.alone(task);
    return Promise.reject(new TwinZeroError('engine', `the critic ${this.id} is closed; open it again`));
  }
}
