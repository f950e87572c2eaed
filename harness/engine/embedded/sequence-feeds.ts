import { Tensor } from 'onnxruntime-node';
import { causalMask } from './causal-mask.ts';
import type { ModelConfig } from './model-config.ts';
import type { MicroBatch } from './pack-micro-batches.ts';

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
