/** What one lane does in a step. */
export interface DecodeSlot {
  /** Positions the cache holds. */
  readonly cached: number;
  /** Tokens to feed, from 1 to the step's `tokens`. */
  readonly feed: readonly number[];
  readonly inverseTemperature: number;
}

/** One run of the decode graph over the first `slots.length` lanes. */
export interface DecodeStep {
  readonly slots: readonly DecodeSlot[];
  /** Tokens per slot, shorter feeds padded. */
  readonly tokens: number;
  /** Slots whose new rows are kept; what follows only fills the batch. */
  readonly kept: number;
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
  /** Feeds the slots, caches their rows and returns the next token's probabilities, [slots, vocabulary]. */
  advance(step: DecodeStep): Promise<Float32Array>;
}
