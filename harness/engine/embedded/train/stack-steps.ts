import type { Datum } from '../../engine.ts';
import type { LossReduction } from '../../loss.ts';
import { type MicroBatch, packMicroBatches, reduceWeights } from './pack-micro-batches.ts';

/** Batches of equal padded shape, one after another. */
export interface StackedSteps {
  readonly steps: number;
  readonly lanes: number;
  /** Padded length. */
  readonly tokens: number;
  /** Padded number of predicted tokens per step. */
  readonly rows: number;
  /** [steps, lanes, tokens] */
  readonly ids: BigInt64Array;
  /** [steps, rows], the flattened positions to predict from, all different; padding looks at some that predict nothing. */
  readonly places: BigInt64Array;
  /** [steps, rows] */
  readonly targets: BigInt64Array;
  /** [steps, rows], the reduction folded in; 0 for padding, which so changes no gradient. */
  readonly weights: Float32Array;
}

/** Packs every batch whole and pads them all to the largest. */
export function stackSteps(batches: readonly (readonly Datum[])[], reduction: LossReduction): StackedSteps {
  const packed = batches.flatMap((data) => packMicroBatches(data, { maxTokens: Infinity }));
  const largest = (size: (batch: MicroBatch) => number): number => Math.max(...packed.map(size));
  const [steps, lanes] = [packed.length, largest(({ members }) => members.length)];
  const [tokens, rows] = [largest((batch) => batch.tokens), largest((batch) => batch.rows.length)];
  const stacked = {
    steps,
    lanes,
    tokens,
    rows,
    ids: new BigInt64Array(steps * lanes * tokens),
    places: new BigInt64Array(steps * rows),
    targets: new BigInt64Array(steps * rows),
    weights: new Float32Array(steps * rows),
  };
  for (const [step, batch] of packed.entries()) {
    const reduced = reduceWeights(batches[step] ?? [], reduction);
    for (let lane = 0; lane < batch.members.length; lane += 1)
      stacked.ids.set(
        batch.ids.subarray(lane * batch.tokens, (lane + 1) * batch.tokens),
        (step * lanes + lane) * tokens,
      );
    stacked.targets.set(batch.targets, step * rows);
    for (const [row, { datum, index }] of batch.origin.entries()) {
      stacked.places[step * rows + row] = BigInt(batch.members.indexOf(datum) * tokens + index);
      stacked.weights[step * rows + row] = reduced[datum]?.[index] ?? 0;
    }
    padPlaces(stacked.places.subarray(step * rows, (step + 1) * rows), batch.origin.length);
  }
  return stacked;
}

/** Fills what follows the first `used` places with the lowest positions that are not among them. */
function padPlaces(places: BigInt64Array, used: number): void {
  const taken = new Set(places.subarray(0, used));
  let position = 0n;
  for (let row = used; row < places.length; row += 1, position += 1n) {
    while (taken.has(position)) position += 1n;
    places[row] = position;
  }
}
