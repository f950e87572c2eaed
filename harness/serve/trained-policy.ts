import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenPolicy, Trainable } from '../engine/index.ts';
import { inFolder, requireTrainable } from '../engine/index.ts';
import type {
  ForwardBackwardOutput,
  ForwardBackwardRequest,
  WireAdamParams,
} from '../engine/tinker/wire/index.ts';
import { computeTraining } from './compute-training.ts';
import { trainingRows } from './training-rows.ts';

/** Where a training stands on disk: the newest state, and what was added to the gradients since. */
export interface TrainingPoint {
  /** Name of the state, null before the first. */
  readonly state: string | null;
  readonly since: readonly ForwardBackwardRequest[];
}

/**
 * A policy in training, whose state is saved after every step. What has to begin anew, because the process was killed or
 * a request failed half-way, goes on from there.
 */
export class TrainedPolicy {
  readonly #open: () => Promise<TokenPolicy>;
  readonly #states: string;
  #policy: Promise<TokenPolicy & Trainable> | null = null;
  /** Address of the weights that are sampled; null where they have none. */
  #published: string | null = null;

  constructor(open: () => Promise<TokenPolicy>, folder: string) {
    this.#open = open;
    this.#states = join(folder, 'states');
  }

  /** The policy, opened and brought to where training stands. */
  ready(point: () => Promise<TrainingPoint>): Promise<TokenPolicy & Trainable> {
    if (this.#policy === null) {
      const opening = this.#recover(point);
      this.#policy = opening;
      opening.catch(() => (this.#policy = null));
    }
    return this.#policy;
  }

  async #recover(point: () => Promise<TrainingPoint>): Promise<TokenPolicy & Trainable> {
    const policy = requireTrainable(await this.#open());
    try {
      const { state, since } = await point();
      if (state !== null)
        await policy.learner.load(inFolder(join(this.#states, state)), { optimiser: 'required' });
      for (const request of since) await computeTraining(policy, trainingRows(request));
      return policy;
    } catch (error) {
      await policy.close();
      throw error;
    }
  }

  /** @throws TwinZeroError as `trainingRows`, before anything is touched, and the engine. */
  async compute(policy: Trainable, request: ForwardBackwardRequest): Promise<ForwardBackwardOutput> {
    const rows = trainingRows(request);
    return this.#changing(() => computeTraining(policy, rows));
  }

  async step(policy: Trainable, adam: WireAdamParams): Promise<Record<string, number>> {
    const settings = {
      learningRate: adam.learning_rate,
      beta1: adam.beta1,
      beta2: adam.beta2,
      epsilon: adam.eps,
      weightDecay: adam.weight_decay,
      ...(adam.grad_clip_norm > 0 && { maxGradNorm: adam.grad_clip_norm }),
    };
    const { gradNorm, step } = await this.#changing(() => policy.learner.optimStep(settings));
    return { grad_norm: gradNorm, learning_rate: adam.learning_rate, step };
  }

  /** Loads saved weights, which have no address as they are sampled. */
  async load(policy: Trainable, folder: string, optimiser: 'required' | 'fresh'): Promise<void> {
    this.#published = null;
    await this.#changing(() => policy.learner.load(inFolder(folder), { optimiser }));
  }

  /** What fails half-way may have left half of its gradients: the policy begins anew from what is on disk. */
  async #changing<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Saves weights to sample from, and samples them under this address from now on. */
  async publish(policy: Trainable, folder: string, address: string): Promise<void> {
    await policy.learner.save(folder, { dtype: 'float32' });
    this.#published = null;
    await policy.learner.publish();
    this.#published = address;
  }

  /** The policy where it samples the weights at this address; null where it does not. */
  sampling(address: string): Promise<TokenPolicy> | null {
    return this.#published === address ? this.#policy : null;
  }

  /** Keeps the state after a request; older ones go with `forget`. */
  async keep(policy: Trainable, state: string): Promise<void> {
    await policy.learner.save(join(this.#states, state), { optimiser: true, dtype: 'float32' });
  }

  /** Removes all states but one. */
  async forget(but: string): Promise<void> {
    for (const name of await readdir(this.#states))
      if (name !== but) await rm(join(this.#states, name), { recursive: true });
  }

  /** Closes it; the next use opens it again where training stands. */
  async close(): Promise<void> {
    const policy = this.#policy;
    this.#policy = null;
    this.#published = null;
    await (await policy?.catch(() => null))?.close();
  }
}
