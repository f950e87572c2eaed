import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { TokenPolicy } from '../engine/index.ts';
import {
  engineAdam,
  type ForwardBackwardOutput,
  type ForwardBackwardRequest,
  type WireAdamParams,
} from '../engine/tinker/wire/index.ts';
import type { SampledLearner, ServedLearner } from './served-learner.ts';

/** Where a training stands on disk: the newest state, and what was added to the gradients since. */
export interface TrainingPoint {
  /** Name of the state, null before the first. */
  readonly state: string | null;
  readonly since: readonly ForwardBackwardRequest[];
}

/**
 * A model in training, whose state is saved after every step. What has to begin anew, because the process was killed or
 * a request failed half-way, goes on from there.
 */
export class SavedTraining {
  readonly #open: () => Promise<ServedLearner>;
  readonly #states: string;
  #learner: Promise<ServedLearner> | null = null;
  /** Address of the weights that are sampled; null where they have none. */
  #published: string | null = null;

  constructor(open: () => Promise<ServedLearner>, folder: string) {
    this.#open = open;
    this.#states = join(folder, 'states');
  }

  /** The learner, opened and brought to where training stands. */
  ready(point: () => Promise<TrainingPoint>): Promise<ServedLearner> {
    if (this.#learner === null) {
      const opening = this.#recover(point);
      this.#learner = opening;
      opening.catch(() => (this.#learner = null));
    }
    return this.#learner;
  }

  async #recover(point: () => Promise<TrainingPoint>): Promise<ServedLearner> {
    const learner = await this.#open();
    try {
      const { state, since } = await point();
      if (state !== null) await learner.load(join(this.#states, state), 'required');
      for (const request of since) await learner.prepare(request)();
      return learner;
    } catch (error) {
      await learner.close();
      throw error;
    }
  }

  /** @throws TwinZeroError as `ServedLearner.prepare`, before anything is touched, and the engine. */
  async compute(learner: ServedLearner, request: ForwardBackwardRequest): Promise<ForwardBackwardOutput> {
    const computing = learner.prepare(request);
    return this.#changing(computing);
  }

  async step(learner: ServedLearner, adam: WireAdamParams): Promise<Record<string, number>> {
    const { gradNorm, step } = await this.#changing(() => learner.step(engineAdam(adam)));
    return { grad_norm: gradNorm, learning_rate: adam.learning_rate, step };
  }

  /** Loads saved weights, which have no address as they are sampled. */
  async load(learner: ServedLearner, folder: string, optimiser: 'required' | 'fresh'): Promise<void> {
    this.#published = null;
    await this.#changing(() => learner.load(folder, optimiser));
  }

  /** What fails half-way may have left half of its gradients: the learner begins anew from what is on disk. */
  async #changing<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Saves weights to sample from, and samples them under this address from now on. */
  async publish(sampled: SampledLearner, folder: string, address: string): Promise<void> {
    await sampled.save(folder);
    this.#published = null;
    await sampled.publish();
    this.#published = address;
  }

  /** The policy where it samples the weights at this address; null where it does not. */
  sampling(address: string): Promise<TokenPolicy> | null {
    if (this.#published !== address || this.#learner === null) return null;
    return this.#learner.then(({ sampled }) => {
      if (sampled === null) throw new TwinZeroError('internal', 'published weights of what is not sampled');
      return sampled.policy;
    });
  }

  /** Keeps the state after a request; older ones go with `forget`. */
  async keep(learner: ServedLearner, state: string): Promise<void> {
    await learner.save(join(this.#states, state));
  }

  /** Removes all states but one. */
  async forget(but: string): Promise<void> {
    for (const name of await readdir(this.#states))
      if (name !== but) await rm(join(this.#states, name), { recursive: true });
  }

  /** Closes it; the next use opens it again where training stands. */
  async close(): Promise<void> {
    const learner = this.#learner;
    this.#learner = null;
    this.#published = null;
    await (await learner?.catch(() => null))?.close();
  }
}
