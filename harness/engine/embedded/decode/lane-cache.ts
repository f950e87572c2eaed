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
  /**
   * Forgets every lane, and the width that long sequences needed.
   * @param broken true where what is cached may be no number, which no mask keeps out of a sum
   */
  reset(broken: boolean): void;
  /** Exchanges two lanes. */
  swap(a: number, b: number): void;
  /** Caches for lane `to` the first `length` positions of lane `from`; null where that would copy every lane. */
  readonly copy: ((from: number, to: number, length: number) => void) | null;
  /** Feeds the slots and caches their rows; tells what follows in each. */
  advance(step: DecodeStep): Promise<DecodeResult>;
}

/** A multiple of the vector widths ONNX Runtime unrolls by, so that a row's bits never depend on the width. */
export const widthStep = 64;

/**
 * Keys and values of many sequences, one lane each, as the decode graph reads them: per layer
 * [lanes, key-value heads, width, head size], so that the first n lanes are one contiguous view.
 *
 * Memory is taken for the lanes that are used, is kept when all are forgotten, and is laid out anew in place when the
 * width grows: fresh memory costs more than the copying.
 */
export class LaneCache {
  readonly lanes: number;
  readonly #heads: number;
  readonly #headSize: number;
  /** Per layer the keys and the values, in this order; longer than needed after a reset. */
  readonly #sides: Float32Array[];
  /** Positions that are cached, by lane. */
  #lengths: number[] = [];
  /** Lanes that there is memory for, as the width is now. */
  #rooms = 0;
  #width = widthStep;

  constructor({ keyValueHeads, headSize, layers }: ModelConfig, lanes: number) {
    this.lanes = lanes;
    this.#heads = keyValueHeads;
    this.#headSize = headSize;
    this.#sides = Array.from({ length: 2 * layers }, () => new Float32Array());
  }

  /** Positions each lane has room for. */
  get width(): number {
    return this.#width;
  }

  /** The first `count` lanes by side and layer, keys before values in each layer. */
  views(count: number): Float32Array[] {
    this.#takeRooms(count);
    return this.#sides.map((side) => side.subarray(0, count * this.#laneSize));
  }

  /**
   * Makes room for `length` positions in every lane, keeping what is cached; for a quarter more than there was, since
   * all that is cached moves.
   */
  reserve(length: number): void {
    if (length <= this.#width) return;
    const from = this.#width;
    const to = Math.ceil(Math.max(length, 1.25 * from) / widthStep) * widthStep;
    const size = this.#rooms * this.#heads * to * this.#headSize;
    for (const [index, old] of this.#sides.entries()) {
      const wide = old.length < size ? new Float32Array(size) : old;
      this.#spread(old, wide, { from, to });
      this.#sides[index] = wide;
    }
    this.#width = to;
  }

  /** As `LaneMemory.reset`. */
  reset(broken: boolean): void {
    this.#rooms = 0;
    this.#lengths = [];
    this.#width = widthStep;
    if (broken) for (const side of this.#sides) side.fill(0);
  }

  /** Exchanges two lanes. */
  swap(a: number, b: number): void {
    this.#takeRooms(Math.max(a, b) + 1);
    const [left, right] = [this.#lengths[a] ?? 0, this.#lengths[b] ?? 0];
    const kept = new Float32Array(left * this.#headSize);
    for (const side of this.#sides)
      for (let head = 0; head < this.#heads; head += 1) {
        kept.set(this.#row(side, { lane: a, head, length: left }));
        this.#row(side, { lane: a, head, length: right }).set(
          this.#row(side, { lane: b, head, length: right }),
        );
        this.#row(side, { lane: b, head, length: left }).set(kept);
      }
    this.#lengths[a] = right;
    this.#lengths[b] = left;
  }

  /** Caches for lane `to` the first `length` positions of lane `from`. */
  copy(from: number, to: number, length: number): void {
    this.#takeRooms(Math.max(from, to) + 1);
    for (const side of this.#sides)
      for (let head = 0; head < this.#heads; head += 1)
        this.#row(side, { lane: to, head, length }).set(this.#row(side, { lane: from, head, length }));
    this.#lengths[to] = length;
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
    this.#lengths[lane] = position + count;
    const size = this.#headSize;
    let from = lane * this.#sides.length * this.#heads * tokens * size;
    for (const side of this.#sides)
      for (let head = 0; head < this.#heads; head += 1, from += tokens * size) {
        const to = lane * this.#laneSize + (head * this.#width + position) * size;
        for (let i = 0; i < count * size; i += 1) side[to + i] = rows[from + i] as number;
      }
  }

  /** Floats per lane and side of a layer. */
  get #laneSize(): number {
    return this.#heads * this.#width * this.#headSize;
  }

  #row(
    side: Float32Array,
    { lane, head, length }: { readonly lane: number; readonly head: number; readonly length: number },
  ): Float32Array {
    const start = lane * this.#laneSize + head * this.#width * this.#headSize;
    return side.subarray(start, start + length * this.#headSize);
  }

  /** Moves what is cached to rows of another width, from the last on: so none is written over before it has moved. */
  #spread(
    source: Float32Array,
    target: Float32Array,
    { from, to }: { readonly from: number; readonly to: number },
  ): void {
    const size = this.#headSize;
    for (let row = this.#rooms * this.#heads - 1; row >= 0; row -= 1) {
      const length = this.#lengths[Math.floor(row / this.#heads)] ?? 0;
      const start = row * from * size;
      target.set(source.subarray(start, start + length * size), row * to * size);
    }
  }

  #takeRooms(count: number): void {
    if (count <= this.#rooms) return;
    this.#rooms = Math.min(this.lanes, Math.max(count, 2 * this.#rooms));
    const size = this.#rooms * this.#laneSize;
    for (const [index, old] of this.#sides.entries()) {
      if (old.length >= size) continue;
      const grown = new Float32Array(size);
      grown.set(old);
      this.#sides[index] = grown;
    }
  }
}
