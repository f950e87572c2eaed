import { Tensor } from 'onnxruntime-node';
import { causalMask, masked } from './causal-mask.ts';
import type { LaneCache } from './lane-cache.ts';
import type { ModelConfig } from './model-config.ts';

/** What one lane does in a step. */
export interface DecodeSlot {
  /** Positions the cache holds. */
  readonly cached: number;
  /** Tokens to feed, from 1 to the chunk size. */
  readonly feed: readonly number[];
  readonly inverseTemperature: number;
}

/** The decode graph's inputs, parameters excepted, for the first `slots.length` lanes; cache tensors are views. */
export function decodeFeeds(
  config: ModelConfig,
  cache: LaneCache,
  step: { readonly slots: readonly DecodeSlot[]; readonly tokens: number },
): Record<string, Tensor> {
  const { slots, tokens } = step;
  const lanes = slots.length;
  const ids = new BigInt64Array(lanes * tokens);
  const positions = new BigInt64Array(lanes * tokens);
  const rows = new BigInt64Array(lanes);
  const cacheMask = new Float32Array(lanes * cache.width);
  for (const [lane, slot] of slots.entries()) {
    for (let t = 0; t < tokens; t += 1) {
      ids[lane * tokens + t] = BigInt(slot.feed[t] ?? 0);
      positions[lane * tokens + t] = BigInt(slot.cached + t);
    }
    rows[lane] = BigInt(lane * tokens + slot.feed.length - 1);
    cacheMask.fill(masked, lane * cache.width + slot.cached, (lane + 1) * cache.width);
  }
  const shape = [lanes, config.keyValueHeads, cache.width, config.headSize];
  const view = (data: Float32Array): Tensor => new Tensor('float32', data.subarray(0, lanes * cache.laneSize), shape);
  const queries = (tokens * config.heads) / config.keyValueHeads;
  return {
    ids: new Tensor('int64', ids, [lanes, tokens]),
    positions: new Tensor('int64', positions, [lanes, tokens]),
    rows: new Tensor('int64', rows, [lanes]),
    cacheMask: new Tensor('float32', cacheMask, [lanes, 1, 1, cache.width]),
    chunkMask: new Tensor('float32', causalMask(config, tokens), [1, 1, queries, tokens]),
    inverseTemperatures: new Tensor('float32', Float32Array.from(slots, (slot) => slot.inverseTemperature), [lanes, 1]),
    ...Object.fromEntries(cache.keys.map((data, layer) => [`key.${layer}`, view(data)])),
    ...Object.fromEntries(cache.values.map((data, layer) => [`value.${layer}`, view(data)])),
  };
}
