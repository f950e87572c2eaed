import { Tensor } from 'onnxruntime-node';
import type { AdamParams } from '../engine.ts';
import { adamW } from './adam-w.ts';
import { gradientPrefix } from './model/training-graph.ts';
import { parameterFeeds } from './parameter-feeds.ts';
import type { Weights } from './weights.ts';

/** Weights, accumulated gradient and optimiser state in this process's memory, fed to sessions without copying. */
export class HostParameters {
  readonly weights: Weights;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly #gradient: Float32Array;
  readonly #feeds: Readonly<Record<string, Tensor>>;
  steps = 0;

  constructor(weights: Weights) {
    this.weights = weights;
    this.first = new Float32Array(weights.flat.length);
    this.second = new Float32Array(weights.flat.length);
    this.#gradient = new Float32Array(weights.flat.length);
    this.#feeds = parameterFeeds(weights);
  }

  /** Session inputs, views of the weights themselves: an optimiser step shows in the next run. */
  feeds(): Readonly<Record<string, Tensor>> {
    return this.#feeds;
  }

  /** Adds a session's gradient outputs to what has accumulated. */
  accumulate(outputs: Readonly<Record<string, Tensor>>): void {
    let offset = 0;
    for (const name of this.weights.tensors.keys()) {
      const part = outputs[`${gradientPrefix}${name}`]?.data as Float32Array;
      for (let i = 0; i < part.length; i += 1) this.#gradient[offset + i] = (this.#gradient[offset + i] as number) + (part[i] as number);
      offset += part.length;
    }
  }

  /** The accumulated gradient, copied; it starts from zero again. */
  takeGradient(): Float32Array {
    const taken = this.#gradient.slice();
    this.#gradient.fill(0);
    return taken;
  }

  /** One AdamW step on the accumulated gradient, which is then zero; returns its norm before clipping. */
  optimStep(adam: AdamParams): number {
    this.steps += 1;
    const norm = adamW(
      { weights: this.weights.flat, gradient: this.#gradient, first: this.first, second: this.second },
      adam,
      this.steps,
    );
    this.#gradient.fill(0);
    return norm;
  }
}
