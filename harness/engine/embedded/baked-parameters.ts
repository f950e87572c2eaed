import type { Graph, Value } from './graph/graph.ts';
import type { ParameterLookup } from './model/decoder-body.ts';
import type { Weights } from './weights.ts';

/**
 * Parameters as constants of the graph: ONNX Runtime packs constant matrices once, which makes decoding about a
 * quarter faster than feeding them (`twinzero bench engine`), at the price of a new session per published version.
 */
export function bakedParameters(weights: Weights): (graph: Graph) => ParameterLookup {
  return (graph) => {
    const made = new Map<string, Value>();
    return (name) => {
      const known = made.get(name);
      if (known !== undefined) return known;
      const tensor = weights.tensors.get(name);
      const value = graph.constant(tensor?.data ?? new Float32Array(), tensor?.shape ?? [0], name);
      made.set(name, value);
      return value;
    };
  };
}
