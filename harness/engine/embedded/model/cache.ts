import type { ModelConfig } from '../folder/model-config.ts';
import { Graph, type Value } from '../graph/graph.ts';
import type { CacheAccess } from './decode-graph.ts';

/** Names of the cache tensors of a decode graph that keeps its cache on the device. */
export const cachePorts = {
  key: (layer: number): string => `key.${layer}`,
  value: (layer: number): string => `value.${layer}`,
  /** Prefix of the tensor that replaces one. */
  next: 'next:',
  all: (layers: number): string[] =>
    Array.from({ length: layers }, (_, layer) => [`key.${layer}`, `value.${layer}`]).flat(),
} as const;

/**
 * A cache that stays the caller's: inputs `key.` and `value.` per layer [lanes, key-value heads, cached, head size].
 * Output `newRows` [lanes, layers x 2 x key-value heads, tokens, head size], keys before values in each layer: the new
 * rows only and in one piece, because ONNX Runtime copies every output to the host.
 */
export function callersCache(graph: Graph, config: ModelConfig): CacheAccess {
  const shape = ['lanes', config.keyValueHeads, 'cached', config.headSize];
  const written: Value[] = [];
  return {
    read: (side, layer) => graph.input(`${side}.${layer}`, 'float32', shape),
    write: (side, layer, rows) => {
      written[2 * layer + (side === 'key' ? 0 : 1)] = rows;
    },
    finish: () =>
      graph.output(
        'newRows',
        graph.node('Concat', written, {
          shape: ['lanes', 2 * config.layers * config.keyValueHeads, 'tokens', config.headSize],
          attributes: { axis: 1 },
        }),
      ),
  };
}

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
    finish: () => undefined,
  };
}

/**
 * The bytes of a model that gives every cached lane more positions. Inputs: each layer's `key.` and `value.`
 * [places, key-value heads, width, head size] and `room`, zeros of the same shape but for the width, appended to
 * each. Outputs: `next:` and their names.
 */
export function widenCacheGraph(config: ModelConfig): Uint8Array {
  const graph = new Graph();
  const { keyValueHeads, headSize } = config;
  const shaped = (width: string): readonly (string | number)[] => ['places', keyValueHeads, width, headSize];
  const room = graph.input('room', 'float32', shaped('room'));
  for (const name of cachePorts.all(config.layers)) {
    const cache = graph.input(name, 'float32', shaped('width'));
    const wide = graph.node('Concat', [cache, room], { shape: shaped('wide'), attributes: { axis: 2 } });
    graph.output(`${cachePorts.next}${name}`, wide);
  }
  return graph.encode();
}
