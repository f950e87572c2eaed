import type { AdamParams } from '../../engine.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { MappedWeights } from '../folder/mapped-weights.ts';
import { type NamedTensors, shapesOf, zeroTensors } from '../folder/named-tensors.ts';
import type { ParameterShape } from '../folder/parameter-shapes.ts';
import { copyWeights, type Weights } from '../folder/weights.ts';
import { parameterPorts } from '../model/parameter-ports.ts';
import { freeBuffers } from '../session/free-buffers.ts';
import { adamW } from './adam-w.ts';
import {
  type Moments,
  outputTensors,
  parameterFeeds,
  type ParameterSnapshot,
  type ParameterState,
  type ParameterStore,
  type Tensors,
} from './parameter-store.ts';

/** Parameters fixed at one moment, in this process's memory. */
export interface HostSnapshot extends ParameterSnapshot {
  readonly weights: Weights;
}

/**
 * Weights, accumulated gradient and optimiser state in this process's memory, fed to sessions without copying.
 * A snapshot shares the weights' memory until they change: only then are they copied. Gradient and moments take memory
 * from the first gradient and the first step on.
 */
export class HostParameters implements ParameterStore {
  readonly onDevice = false;
  readonly shapes: readonly ParameterShape[];
  /** The base in this process's memory; null where there is none. */
  readonly base: Weights | null;
  readonly frozen: Tensors;
  readonly mapped: MappedWeights | null;
  #weights: Weights;
  #feeds: Tensors;
  /** Snapshots that share the weights' memory. */
  #sharers = new Set<ParameterSnapshot>();
  #gradient: NamedTensors | null = null;
  #moments: Moments | null = null;
  #steps = 0;

  /**
   * @param base what an adapter's `weights` stand on, or all of a model that is not trained, beside no weights; null where
   * the weights are all there is. Mapped files are the store's from then on.
   */
  constructor(weights: Weights, base: Weights | MappedWeights | null = null) {
    this.shapes = shapesOf(weights.tensors);
    this.mapped = base instanceof MappedWeights ? base : null;
    this.base = base instanceof MappedWeights ? null : base;
    this.frozen = this.base === null ? {} : parameterFeeds(this.base.tensors);
    this.#weights = weights;
    this.#feeds = { ...this.frozen, ...parameterFeeds(weights.tensors) };
  }

  get config(): ModelConfig {
    return this.#weights.config;
  }

  get weights(): Weights {
    return this.#weights;
  }

  get steps(): number {
    return this.#steps;
  }

  feeds(): Tensors {
    return this.#feeds;
  }

  accumulate(outputs: Tensors): void {
    const added = outputTensors(outputs, this.shapes, parameterPorts.gradient);
    if (this.#gradient === null) {
      this.#gradient = added;
      return;
    }
    for (const [name, { data }] of this.#gradient) {
      const part = added.get(name)?.data as Float32Array;
      for (let i = 0; i < part.length; i += 1) data[i] = (data[i] as number) + (part[i] as number);
    }
    freeTensors(added);
  }

  /** The accumulated gradient; it starts from zero again. */
  takeGradient(): NamedTensors {
    const taken = this.#gradient ?? zeroTensors(this.shapes);
    this.#gradient = null;
    return taken;
  }

  optimStep(adam: AdamParams): number {
    const gradient = this.takeGradient();
    try {
      return this.#step(gradient, adam);
    } finally {
      freeTensors(gradient);
    }
  }

  #step(gradient: NamedTensors, adam: AdamParams): number {
    const moments = this.#moments ?? { first: zeroTensors(this.shapes), second: zeroTensors(this.shapes) };
    this.#own();
    const norm = adamW({ weights: this.#weights.tensors, gradient, ...moments }, adam, this.#steps + 1);
    this.#moments = moments;
    this.#steps += 1;
    return norm;
  }

  snapshot(): HostSnapshot {
    const sharers = this.#sharers;
    const snapshot = {
      feeds: this.#feeds,
      weights: this.#weights,
      dispose: () => void sharers.delete(snapshot),
    };
    sharers.add(snapshot);
    return snapshot;
  }

  read(): ParameterState {
    return { weights: this.#weights, moments: this.#moments, steps: this.#steps };
  }

  write({ weights, moments, steps }: ParameterState): void {
    this.#hold(weights);
    this.#moments = moments;
    this.#gradient = null;
    this.#steps = steps;
  }

  async release(): Promise<void> {
    await this.mapped?.close();
  }

  /** Leaves the memory that snapshots share to them. */
  #own(): void {
    if (this.#sharers.size > 0) this.#hold(copyWeights(this.#weights));
  }

  #hold(weights: Weights): void {
    this.#weights = weights;
    this.#feeds = { ...this.frozen, ...parameterFeeds(weights.tensors) };
    this.#sharers = new Set();
  }
}

function freeTensors(tensors: NamedTensors): void {
  freeBuffers([...tensors.values()].map(({ data }) => data));
}
