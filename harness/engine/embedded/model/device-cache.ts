import type { Graph, Value } from '../graph/graph.ts';
import type { ModelConfig } from '../model-config.ts';
import { cachePorts } from './cache-ports.ts';
import type { CacheAccess } from './decode-graph.ts';

/**
 * A cache that stays on the device: inputs `key.` and `value.` per layer [places, key-value heads, cached, head
 * size], `lanes` int64 [lanes], the places that take part, and `places` int64 [lanes, key-value heads, tokens, 3],
 * [place, head, position] of each new row, all different. Outputs: `next:` and each cache tensor's name, the whole
 * cache with the new rows in it.
 *
 * ScatterND loses updates on the CPU provider only when it adds; writing to distinct rows, as here, is exact.
 */
export function deviceCache(graph: Graph, config: ModelConfig): CacheAccess {
  const { keyValueHeads, headSize } = config;
  const shape = ['places', keyValueHeads, 'cached', headSize];
  const lanes = graph.input('lanes', 'int64', ['lanes']);
  const places = graph.input('places', 'int64', ['lanes', keyValueHeads, 'tokens', 3]);
  const whole = new Map<string, Value>();
  return {
    read: (side, layer) => {
      const cache = graph.input(cachePorts[side](layer), 'float32', shape);
      whole.set(cache.name, cache);
      return graph.node('Gather', [cache, lanes], {
        shape: ['lanes', keyValueHeads, 'cached', headSize],
        attributes: { axis: 0 },
      });
    },
    write: (side, layer, rows) => {
      const name = cachePorts[side](layer);
      const next = graph.node('ScatterND', [whole.get(name) as Value, places, rows], { shape });
      graph.output(`${cachePorts.next}${name}`, next);
    },
  };
}
