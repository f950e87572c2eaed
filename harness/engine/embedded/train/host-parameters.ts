import type { AdamParams } from '../../engine.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { copyWeights, type Weights } from '../folder/weights.ts';
import { parameterPorts } from '../model/parameter-ports.ts';
import { adamW } from './adam-w.ts';
import {
  outputFloats,
  parameterFeeds,
  type ParameterSnapshot,
  type ParameterState,
  type ParameterStore,
  type Tensors,
} from './parameter-store.ts';

/** Weights, accumulated gradient and optimiser state in this process's memory, fed to sessions without copying. */
export class HostParameters implements ParameterStore {
  readonly onDevice = false;
  readonly weights: Weights;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly #gradient: Float32Array;
  readonly #feeds: Tensors;
  steps = 0;

  constructor(weights: Weights) {
    this.weights = weights;
    this.first = new Float32Array(weights.flat.length);
    this.second = new Float32Array(weights.flat.length);
    this.#gradient = new Float32Array(weights.flat.length);
    this.#feeds = parameterFeeds(weights);
  }

  get config(): ModelConfig {
    return this.weights.config;
  }

  /** Views of the weights themselves: an optimiser step shows in the next run. */
  feeds(): Tensors {
    return this.#feeds;
  }

  accumulate(outputs: Tensors): void {
    let offset = 0;
    for (const name of this.weights.tensors.keys()) {
      const part = outputFloats(outputs, `${parameterPorts.gradient}${name}`);
      for (let i = 0; i < part.length; i += 1)
        this.#gradient[offset + i] = (this.#gradient[offset + i] as number) + (part[i] as number);
      offset += part.length;
    }
  }

  /** The accumulated gradient, copied; it starts from zero again. */
  takeGradient(): Float32Array {
    const taken = this.#gradient.slice();
    this.#gradient.fill(0);
    return taken;
  }

  optimStep(adam: AdamParams): number {
    const { weights, first, second } = this;
    try {
      const norm = adamW(
        { weights: weights.flat, gradient: this.#gradient, first, second },
        adam,
        this.steps + 1,
      );
      this.steps += 1;
      return norm;
    } finally {
      this.#gradient.fill(0);
    }
  }

  snapshot(): ParameterSnapshot {
    return { feeds: parameterFeeds(copyWeights(this.weights)), dispose: () => undefined };
  }

  read(): ParameterState {
    return this;
  }

  write(state: ParameterState): void {
    this.weights.flat.set(state.weights.flat);
    this.first.set(state.first);
    this.second.set(state.second);
    this.#gradient.fill(0);
    this.steps = state.steps;
  }

  release(): void {
    // Nothing outside this process's memory is held.
  }
}
