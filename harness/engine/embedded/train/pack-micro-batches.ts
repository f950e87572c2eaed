import type { Datum } from '../../engine.ts';
import type { LossReduction } from '../../loss.ts';
import { paddedLength } from './require-sequences.ts';

/** Positions a graph needs beyond the longest sequence, because prompts are read and padded in chunks of this many. */
export const chunkPadding = 16;

/** Sequences that run together, padded to `tokens`; `rows` are the positions a loss looks at. */
export interface MicroBatch {
  /** Indices into the data, in lane order. */
  readonly members: readonly number[];
  /** Padded length, a multiple of `lengthStep`. */
  readonly tokens: number;
  /** [members x tokens], padded with token 0, which causality and the row choice keep out of every result. */
  readonly ids: BigInt64Array;
  readonly positions: BigInt64Array;
  /** Flattened positions that predict a token with a non-zero weight. */
  readonly rows: BigInt64Array;
  readonly targets: BigInt64Array;
  /** Per row: which datum, and which of its predicted tokens. */
  readonly origin: readonly { readonly datum: number; readonly index: number }[];
}

/**
 * Sorts sequences by length and cuts them into micro-batches of at most `maxTokens` padded tokens (always at least
 * one sequence each), so that little is padded and memory stays bounded. The data are those `requireData` lets through.
 */
export function packMicroBatches(
  data: readonly Pick<Datum, 'tokens' | 'weights'>[],
  options: { readonly maxTokens: number },
): MicroBatch[] {
  const order = data.map((_, index) => index).sort((a, b) => lengthOf(data, a) - lengthOf(data, b) || a - b);
  const batches: MicroBatch[] = [];
  let members: number[] = [];
  for (const index of order) {
    const padded = paddedLength(lengthOf(data, index));
    if (members.length > 0 && padded * (members.length + 1) > options.maxTokens) {
      batches.push(pack(data, members));
      members = [];
    }
    members.push(index);
  }
  if (members.length > 0) batches.push(pack(data, members));
  return batches.filter((batch) => batch.rows.length > 0);
}

function lengthOf(data: readonly Pick<Datum, 'tokens'>[], index: number): number {
  return data[index]?.tokens.length ?? 0;
}

function pack(data: readonly Pick<Datum, 'tokens' | 'weights'>[], members: readonly number[]): MicroBatch {
  const tokens = paddedLength(Math.max(...members.map((member) => lengthOf(data, member))));
  const ids = new BigInt64Array(members.length * tokens);
  const positions = new BigInt64Array(members.length * tokens);
  const rows: bigint[] = [];
  const targets: bigint[] = [];
  const origin: { datum: number; index: number }[] = [];
  for (const [lane, member] of members.entries()) {
    for (let t = 0; t < tokens; t += 1) positions[lane * tokens + t] = BigInt(t);
    const datum = data[member];
    if (datum === undefined) continue;
    for (const [t, token] of datum.tokens.entries()) ids[lane * tokens + t] = BigInt(token);
    for (const [index, weight] of datum.weights.entries()) {
      if (weight === 0) continue;
      rows.push(BigInt(lane * tokens + index));
      targets.push(BigInt(datum.tokens[index + 1] ?? 0));
      origin.push({ datum: member, index });
    }
  }
  return {
    members,
    tokens,
    ids,
    positions,
    rows: BigInt64Array.from(rows),
    targets: BigInt64Array.from(targets),
    origin,
  };
}

/** Each datum's weights with the reduction folded in, so that the loss is their plain weighted sum. */
export function reduceWeights(data: readonly Pick<Datum, 'weights'>[], reduction: LossReduction): number[][] {
  const totals = data.map(({ weights }) => weights.reduce((total, weight) => total + weight, 0));
  const all = totals.reduce((total, weight) => total + weight, 0);
  const scored = totals.filter((total) => total > 0).length;
  const divisor = (total: number): number => {
    if (reduction === 'token-sum') return 1;
    return reduction === 'token-mean' ? all : total * scored;
  };
  return data.map(({ weights }, index) =>
    weights.map((weight) => (weight === 0 ? 0 : weight / divisor(totals[index] ?? 1))),
  );
}
