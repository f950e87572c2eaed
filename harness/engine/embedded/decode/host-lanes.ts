import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelConfig } from '../folder/model-config.ts';
import { outputFloats, type Tensors } from '../train/parameter-store.ts';
import { decodeFeeds } from './decode-feeds.ts';
import { type DecodeStep, LaneCache, type LaneMemory } from './lane-cache.ts';

/** Session that host lanes run, with its parameters. */
export interface HostLaneSession {
  /** Of `decodeGraph`. */
  readonly decode: InferenceSession;
  /** The parameters to decode with, read anew for every step; none where the graph holds them. */
  readonly parameters: () => Tensors;
}

/** Lanes cached in this process's memory, fed to the decode graph as views; only new rows come back. */
export class HostLanes implements LaneMemory {
  readonly #config: ModelConfig;
  readonly #cache: LaneCache;
  readonly #session: HostLaneSession;

  constructor(config: ModelConfig, lanes: number, session: HostLaneSession) {
    this.#config = config;
    this.#cache = new LaneCache(config, lanes);
    this.#session = session;
  }

  get lanes(): number {
    return this.#cache.lanes;
  }

  reserve(length: number): void {
    this.#cache.reserve(length);
  }

  reset(): void {
    this.#cache.reset();
  }

  swap(a: number, b: number, length: number): void {
    this.#cache.swap(a, b, length);
  }

  async advance(step: DecodeStep): Promise<Float32Array> {
    const outputs = await this.#session.decode.run({
      ...this.#session.parameters(),
      ...decodeFeeds(this.#config, this.#cache.width, step),
      ...this.#cacheFeeds(step.slots.length),
    });
    for (let lane = 0; lane < step.kept; lane += 1) this.#keep(lane, step, outputs);
    return outputFloats(outputs, 'probabilities');
  }

  #cacheFeeds(lanes: number): Record<string, Tensor> {
    const { keyValueHeads, headSize } = this.#config;
    const { keys, values, width, laneSize } = this.#cache;
    const shape = [lanes, keyValueHeads, width, headSize];
    const view = (data: Float32Array): Tensor =>
      new Tensor('float32', data.subarray(0, lanes * laneSize), shape);
    return {
      ...Object.fromEntries(keys.map((data, layer) => [`key.${layer}`, view(data)])),
      ...Object.fromEntries(values.map((data, layer) => [`value.${layer}`, view(data)])),
    };
  }

  #keep(lane: number, { slots, tokens }: DecodeStep, outputs: InferenceSession.OnnxValueMapType): void {
    const slot = slots[lane];
    if (slot === undefined) return;
    const place = { lane, position: slot.cached, count: slot.feed.length, tokens };
    for (const [layer, target] of this.#cache.keys.entries())
      this.#cache.write(target, outputFloats(outputs, `newKey.${layer}`), place);
    for (const [layer, target] of this.#cache.values.entries())
      this.#cache.write(target, outputFloats(outputs, `newValue.${layer}`), place);
  }
}
