import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelConfig } from '../folder/model-config.ts';
import { disposeTensors, withoutPrefix } from '../folder/tensor-names.ts';
import { cachePorts } from '../model/cache.ts';
import type { Tensors } from '../train/parameter-store.ts';
import { decodeFeeds, decodeResult } from './decode-feeds.ts';
import { type DecodeResult, type DecodeStep, type LaneMemory, widthStep } from './lane-cache.ts';

/** The sessions that device lanes run. */
export interface DeviceLaneSessions {
  /** Of `decodeGraph` on a `deviceCache`, without probabilities. */
  readonly draw: InferenceSession;
  /** The same with them, for steps in which someone looks at them. */
  readonly decode: InferenceSession;
  /** Of `widenCacheGraph`. */
  readonly widen: InferenceSession;
  /** The parameters to decode with, read anew for every step. */
  readonly parameters: () => Tensors;
}

/**
 * Lanes cached on the device. A step reads the old cache and returns a new one, which replaces it: past and present
 * never share a buffer (doing so gives wrong tokens on ONNX Runtime 1.30's WebGPU provider). Lanes stay where they
 * are; exchanging two exchanges their numbers.
 */
export class DeviceLanes implements LaneMemory {
  readonly lanes: number;
  /** A graph that wrote one lane would return a new cache of all. */
  readonly copy = null;
  readonly #config: ModelConfig;
  readonly #sessions: DeviceLaneSessions;
  /** Place in the cache of each lane. One more place than lanes takes the rows of slots that only fill the batch. */
  readonly #places: number[];
  #width = widthStep;
  #cache: Tensors | null = null;

  constructor(config: ModelConfig, lanes: number, sessions: DeviceLaneSessions) {
    this.lanes = lanes;
    this.#config = config;
    this.#sessions = sessions;
    this.#places = Array.from({ length: lanes }, (_, lane) => lane);
  }

  async reserve(length: number): Promise<void> {
    if (length <= this.#width) return;
    const width = Math.ceil(length / widthStep) * widthStep;
    const room = this.#zeros(width - this.#width);
    this.#width = width;
    const old = this.#cache;
    if (old === null) return;
    const wide = (await this.#sessions.widen.run({ ...old, room })) as Tensors;
    this.#replace(withoutPrefix(cachePorts.next, wide));
  }

  reset(): void {
    this.#width = widthStep;
    this.#replace(null);
  }

  swap(a: number, b: number): void {
    const kept = this.#places[a] as number;
    this.#places[a] = this.#places[b] as number;
    this.#places[b] = kept;
  }

  async advance(step: DecodeStep): Promise<DecodeResult> {
    const cache = this.#cache ?? this.#empty();
    const feeds = {
      ...this.#sessions.parameters(),
      ...decodeFeeds(this.#config, this.#width, step),
      ...this.#placement(step),
      ...cache,
    };
    // Always all outputs of a session: with tensors on the device, onnxruntime-node 1.30 mistakes some for others, or
    // fails, where a run asks for a part of them or for more than the run before.
    const session = step.rows ? this.#sessions.decode : this.#sessions.draw;
    const outputs = (await session.run(feeds)) as Tensors;
    this.#replace(withoutPrefix(cachePorts.next, outputs));
    return decodeResult(outputs, step);
  }

  /** Cache lanes that take part, and [lane, head, position] of every new row. */
  #placement({ slots, tokens, kept }: DecodeStep): Record<string, Tensor> {
    const heads = this.#config.keyValueHeads;
    const lanes = new BigInt64Array(slots.length);
    const places = new BigInt64Array(slots.length * heads * tokens * 3);
    let at = 0;
    for (const [index, slot] of slots.entries()) {
      const lane = index < kept ? (this.#places[index] as number) : this.lanes;
      const from = index < kept ? slot.cached : 0;
      lanes[index] = BigInt(lane);
      for (let head = 0; head < heads; head += 1)
        for (let t = 0; t < tokens; t += 1, at += 3)
          places.set([BigInt(lane), BigInt(head), BigInt(from + t)], at);
    }
    return {
      lanes: new Tensor('int64', lanes, [slots.length]),
      places: new Tensor('int64', places, [slots.length, heads, tokens, 3]),
    };
  }

  #empty(): Tensors {
    const zeros = this.#zeros(this.#width);
    return Object.fromEntries(cachePorts.all(this.#config.layers).map((name) => [name, zeros]));
  }

  #zeros(width: number): Tensor {
    const { keyValueHeads, headSize } = this.#config;
    const shape = [this.lanes + 1, keyValueHeads, width, headSize];
    return new Tensor('float32', new Float32Array(shape.reduce((size, n) => size * n, 1)), shape);
  }

  #replace(cache: Tensors | null): void {
    disposeTensors(this.#cache ?? {});
    this.#cache = cache;
  }
}
