import type { MicroBatch } from './pack-micro-batches.ts';

/** Puts one value per row of a micro-batch where the row came from, aligned with each datum's weights. */
export function scatterRows(batch: MicroBatch, values: Float32Array, into: number[][]): void {
  for (const [row, { datum, index }] of batch.origin.entries()) {
    const target = into[datum];
    if (target !== undefined) target[index] = values[row] ?? 0;
  }
}
