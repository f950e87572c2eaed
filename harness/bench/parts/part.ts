/** A part of the harness at one size, open. */
export interface OpenPart {
  /** Units of one call, e.g. tokens. */
  readonly amount: number;
  readonly call: () => unknown;
  /** Made ready before each call, untimed; absent for nothing. */
  readonly before?: () => Promise<unknown>;
  readonly close?: () => Promise<unknown>;
}

/** A part of the harness, whose cost is measured as one thing grows and all else stays. */
export interface Part {
  readonly id: string;
  /** What a second is counted in, e.g. `tokens`. */
  readonly unit: string;
  /** What grows, e.g. `lanes`. */
  readonly grows: string;
  /** Ascending. */
  readonly sizes: readonly number[];
  /** @throws TwinZeroError where it cannot be measured here. */
  readonly open: (size: number) => Promise<OpenPart>;
}
