import type { Graph } from '../graph/graph.ts';
import type { ModelConfig } from '../model-config.ts';
import type { CacheAccess } from './decode-graph.ts';

/**
 * A cache that stays the caller's: inputs `key.` and `value.` per layer [lanes, key-value heads, cached, head size],
 * outputs `newKey.` and `newValue.` with the new rows only, because ONNX Runtime copies every output to the host.
 */
export function callersCache(graph: Graph, config: ModelConfig): CacheAccess {
  const shape = ['lanes', config.keyValueHeads, 'cached', config.headSize];
  return {
    read: (side, layer) => graph.input(`${side}.${layer}`, 'float32', shape),
    write: (side, layer, rows) => graph.output(`${side === 'key' ? 'newKey' : 'newValue'}.${layer}`, rows),
  };
}
