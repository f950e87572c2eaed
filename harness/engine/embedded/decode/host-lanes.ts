import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelConfig } from '../folder/model-config.ts';
import { cachePorts } from '../model/cache.ts';
import { outputFloats, type Tensors } from '../train/parameter-store.ts';
import { decodeFeeds, decodeFetches, decodeResult } from './decode-feeds.ts';
import { type DecodeResult, type DecodeStep, LaneCache, type LaneMemory } from './lane-cache.ts';

/** Session that host lanes run, with its parameters. */
export interface HostLaneSession {
  /** Of `decodeGraph`. */
  readonly decode: InferenceSession;
  /** The parameters to decode with, read anew for every step; none where the graph holds them. */
  readonly parameters: () => Tensors;
  /** Holds the lanes; empty. */
  readonly cache: LaneCache;
}

/** Lanes cached in this process's memory, fed to the decode graph as views; only new rows come back. */
export class HostLanes implements LaneMemory {
  readonly #config: ModelConfig;
  readonly #cache: LaneCache;
  readonly #session: HostLaneSession;

  readonly copy = (from: number, to: number, length: number): void => this.#cache.copy(from, to, length);

  constructor(config: ModelConfig, session: HostLaneSession) {
    this.#config = config;
    this.#cache = session.cache;
    this.#session = session;
  }

  get lanes(): number {
    return this.#cache.lanes;
  }

  reserve(length: number): void {
    this.#cache.reserve(length);
  }

  reset(broken: boolean): void {
    this.#cache.reset(broken);
  }

  swap(a: number, b: number): void {
    this.#cache.swap(a, b);
  }

  async advance(step: DecodeStep): Promise<DecodeResult> {
    const feeds = {
      ...this.#session.parameters(),
      ...decodeFeeds(this.#config, this.#cache.width, step),
      ...this.#cacheFeeds(step.slots.length),
    };
    const outputs = (await this.#session.decode.run(feeds, ['newRows', ...decodeFetches(step)])) as Tensors;
    const rows = outputFloats(outputs, 'newRows');
    for (const [lane, { cached, feed }] of step.slots.slice(0, step.kept).entries())
      this.#cache.write(rows, { lane, position: cached, count: feed.length, tokens: step.tokens });
    return decodeResult(outputs, step);
  }

  #cacheFeeds(lanes: number): Record<string, Tensor> {
    const { keyValueHeads, headSize } = this.#config;
    const shape = [lanes, keyValueHeads, this.#cache.width, headSize];
    return Object.fromEntries(
      this.#cache.views(lanes).map((data, index) => {
        const name = cachePorts[index % 2 === 0 ? 'key' : 'value'](Math.floor(index / 2));
        return [name, new Tensor('float32', data, shape)];
      }),
    );
  }
}
