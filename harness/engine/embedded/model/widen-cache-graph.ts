import { Graph } from '../graph/graph.ts';
import type { ModelConfig } from '../model-config.ts';
import { cachePorts } from './cache-ports.ts';

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
