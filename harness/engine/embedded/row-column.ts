import { Tensor } from 'onnxruntime-node';
import type { MicroBatch } from './pack-micro-batches.ts';

/** One float32 per row of a micro-batch, [rows]. */
export function rowColumn(
  batch: MicroBatch,
  valueOf: (origin: MicroBatch['origin'][number]) => number,
): Tensor {
  return new Tensor('float32', Float32Array.from(batch.origin, valueOf), [batch.origin.length]);
}
