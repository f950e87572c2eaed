import { Tensor } from 'onnxruntime-node';
import type { ModelConfig } from '../folder/model-config.ts';
import { causalMask, masked } from '../train/sequence-feeds.ts';
import { outputFloats, type Tensors } from '../train/parameter-store.ts';
import type { DecodeResult, DecodeStep } from './lane-cache.ts';

/** The decode graph's inputs, parameters, cache and draws excepted. `width` is the number of positions a cached lane has room for. */
export function decodeFeeds(config: ModelConfig, width: number, step: DecodeStep): Record<string, Tensor> {
  const { slots, tokens } = step;
  const lanes = slots.length;
  const ids = new BigInt64Array(lanes * tokens);
  const positions = new BigInt64Array(lanes * tokens);
  const rows = new BigInt64Array(lanes);
  const cacheMask = new Float32Array(lanes * width);
  for (const [lane, slot] of slots.entries()) {
    for (let t = 0; t < tokens; t += 1) {
      ids[lane * tokens + t] = BigInt(slot.feed[t] ?? 0);
      positions[lane * tokens + t] = BigInt(slot.cached + t);
    }
    rows[lane] = BigInt(lane * tokens + slot.feed.length - 1);
    cacheMask.fill(masked, lane * width + slot.cached, (lane + 1) * width);
  }
  const queries = (tokens * config.heads) / config.keyValueHeads;
  return {
    ids: new Tensor('int64', ids, [lanes, tokens]),
    positions: new Tensor('int64', positions, [lanes, tokens]),
    rows: new Tensor('int64', rows, [lanes]),
    widths: new Tensor('int64', BigInt64Array.of(BigInt(width), BigInt(tokens)), [2]),
    cacheMask: new Tensor('float32', cacheMask, [lanes, 1, 1, width]),
    chunkMask: new Tensor('float32', causalMask(config, tokens), [1, 1, queries, tokens]),
    inverseTemperatures: perLane(slots.map(({ inverseTemperature }) => inverseTemperature)),
    uniforms: perLane(slots.map(({ uniform }) => uniform)),
  };
}

function perLane(values: readonly number[]): Tensor {
  return new Tensor('float32', Float32Array.from(values), [values.length, 1]);
}

/** Outputs to fetch: a vocabulary of probabilities per lane is copied only where someone looks at it. */
export function decodeFetches({ rows }: Pick<DecodeStep, 'rows'>): string[] {
  return rows ? ['tokens', 'chosen', 'probabilities'] : ['tokens', 'chosen'];
}

/** What `decodeFetches` fetched. */
export function decodeResult(outputs: Tensors, { rows }: Pick<DecodeStep, 'rows'>): DecodeResult {
  return {
    tokens: outputs['tokens']?.data as BigInt64Array,
    chosen: outputFloats(outputs, 'chosen'),
    probabilities: rows ? outputFloats(outputs, 'probabilities') : null,
  };
}
