import type { ModelConfig } from '../folder/model-config.ts';

/** Work of one lane in a step. */
export interface DecodeSlot {
  /** Positions the cache holds. */
  readonly cached: number;
  /** Tokens to feed, from 1 to the step's `tokens`. */
  readonly feed: readonly number[];
  readonly inverseTemperature: number;
  /** The draw of its next token, from 0 to below 1; below 0 for the most probable token. */
  readonly uniform: number;
}

/** One run of the decode graph over the first `slots.length` lanes. */
export interface DecodeStep {
  readonly slots: readonly DecodeSlot[];
  /** Tokens per slot, shorter feeds padded. */
  readonly tokens: number;
  /** Slots whose new rows are kept; what follows only fills the batch. */
  readonly kept: number;
  /** True where some slot needs the probabilities of the whole vocabulary. */
  readonly rows: boolean;
}

/** What a step says of each slot's next token. */
export interface DecodeResult {
  /** Drawn over the whole vocabulary, and the probability of each. */
  readonly tokens: BigInt64Array;
  readonly chosen: Float32Array;
  /** [slots, vocabulary]; null where the step did not need them. */
  readonly probabilities: Float32Array | null;
}

/** Keys and values of many sequences, one lane each, together with the model that extends them. */
export interface LaneMemory {
  readonly lanes: number;
  /** Makes room for `length` positions in every lane, keeping what is cached. */
  reserve(length: number): void | Promise<void>;
  /** Forgets every lane, and the width that long sequences needed. */
  reset(): void;
  /** Exchanges two lanes, of whose positions at most the first `length` are in use. */
  swap(a: number, b: number, length: number): void;
  /** Feeds the slots and caches their rows; tells what follows in each. */
  advance(step: DecodeStep): Promise<DecodeResult>;
}

/** A multiple of the vector widths ONNX Runtime unrolls by, so that a row's bits never depend on the width. */
const widthStep = 64;

/**
 * Keys and values of many sequences, one lane each, as the decode graph reads them: per layer
 * [lanes, key-value heads, width, head size], so that the first n lanes are one contiguous view.
 */
export class LaneCache {
  readonly keys: Float32Array[];
  readonly values: Float32Array[];
  readonly lanes: number;
  readonly #heads: number;
  readonly #headSize: number;
  #width = widthStep;

  constructor(config: ModelConfig, lanes: number) {
    this.lanes = lanes;
    this.#heads = config.keyValueHeads;
    this.#headSize = config.headSize;
    const make = (): Float32Array => new Float32Array(lanes * this.#heads * this.#width * this.#headSize);
    this.keys = Array.from({ length: config.layers }, make);
    this.values = Array.from({ length: config.layers }, make);
  }

  /** Positions each lane has room for. */
  get width(): number {
    return this.#width;
  }

  /** Floats per lane and layer. */
  get laneSize(): number {
    return this.#heads * this.#width * this.#headSize;
  }

  /** Makes room for `length` positions in every lane, keeping what is cached. */
  reserve(length: number): void {
    if (length <= this.#width) return;
    const width = Math.ceil(length / widthStep) * widthStep;
    const from = this.#width * this.#headSize;
    const to = width * this.#headSize;
    for (const list of [this.keys, this.values])
      for (const [layer, old] of list.entries()) {
        const grown = new Float32Array(this.lanes * this.#heads * to);
        for (let row = 0; row < this.lanes * this.#heads; row += 1)
          grown.set(old.subarray(row * from, (row + 1) * from), row * to);
        list[layer] = grown;
      }
    this.#width = width;
  }

  /** Forgets every lane, and the width that long sequences needed. */
  reset(): void {
    const narrow = this.#width === widthStep;
    this.#width = widthStep;
    for (const list of [this.keys, this.values])
      for (const [layer, old] of list.entries())
        if (narrow) old.fill(0);
        else list[layer] = new Float32Array(this.lanes * this.laneSize);
  }

  /** Exchanges the first `length` positions of two lanes. */
  swap(a: number, b: number, length: number): void {
    const size = length * this.#headSize;
    for (const list of [this.keys, this.values])
      for (const data of list)
        for (let head = 0; head < this.#heads; head += 1) {
          const stride = this.#width * this.#headSize;
          const left = data.subarray(a * this.laneSize + head * stride).subarray(0, size);
          const right = data.subarray(b * this.laneSize + head * stride).subarray(0, size);
          const kept = left.slice();
          left.set(right);
          right.set(kept);
        }
  }

  /**
   * Writes the first `count` of a lane's new rows in every layer.
   * @param rows a graph's [lanes, layers x 2 x heads, tokens, head size], keys before values in each layer
   */
  write(
    rows: Float32Array,
    place: {
      readonly lane: number;
      readonly position: number;
      readonly count: number;
      readonly tokens: number;
    },
  ): void {
    const { lane, position, count, tokens } = place;
    const size = this.#headSize;
    let from = lane * this.keys.length * 2 * this.#heads * tokens * size;
    for (let layer = 0; layer < this.keys.length; layer += 1)
      for (const target of [this.keys[layer], this.values[layer]])
        for (let head = 0; head < this.#heads; head += 1, from += tokens * size) {
          const to = lane * this.laneSize + (head * this.#width + position) * size;
          const data = target as Float32Array;
          for (let i = 0; i < count * size; i += 1) data[to + i] = rows[from + i] as number;
        }
  }
}
