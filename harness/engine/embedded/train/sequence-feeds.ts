import { Tensor } from 'onnxruntime-node';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { MicroBatch } from './pack-micro-batches.ts';

/** Added to a score that must not count: large enough to vanish in a float32 softmax, small enough not to overflow. */
export const masked = -1e9;

/** [1, 1, queries, tokens] for `tokens` positions, once per query head that shares a key-value head. */
export function causalMask(config: ModelConfig, tokens: number): Float32Array {
  const folds = config.heads / config.keyValueHeads;
  const mask = new Float32Array(folds * tokens * tokens);
  for (let row = 0; row < folds * tokens; row += 1)
    for (let column = (row % tokens) + 1; column < tokens; column += 1) mask[row * tokens + column] = masked;
  return mask;
}

/** The inputs of `chosenStates` for a micro-batch. */
export function sequenceFeeds(config: ModelConfig, batch: MicroBatch): Record<string, Tensor> {
  const shape = [batch.members.length, batch.tokens];
  const queries = (batch.tokens * config.heads) / config.keyValueHeads;
  return {
    ids: new Tensor('int64', batch.ids, shape),
    positions: new Tensor('int64', batch.positions, shape),
    mask: new Tensor('float32', causalMask(config, batch.tokens), [1, 1, queries, batch.tokens]),
    rows: new Tensor('int64', batch.rows, [batch.rows.length]),
  };
}

/** One float32 per row of a micro-batch, [rows]. */
export function rowColumn(
  batch: MicroBatch,
  valueOf: (origin: MicroBatch['origin'][number]) => number,
): Tensor {
  return new Tensor('float32', Float32Array.from(batch.origin, valueOf), [batch.origin.length]);
}

/**
 * Puts one value per row of a micro-batch where the row came from, aligned with each datum's weights.
 * @throws TwinZeroError `engine` when a value is not finite.
 */
export function scatterRows(batch: MicroBatch, values: Float32Array, into: number[][]): void {
  for (const [row, { datum, index }] of batch.origin.entries()) {
    const value = values[row] ?? NaN;
    if (!Number.isFinite(value))
      throw new TwinZeroError(
        'engine',
        `the model gives ${value} for token ${index + 1} of sequence ${datum}; its weights or the temperature are out of the range that float32 computes with`,
      );
    const target = into[datum];
    if (target !== undefined) target[index] = value;
  }
}
