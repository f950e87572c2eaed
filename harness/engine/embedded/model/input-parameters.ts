import type { Graph, Value } from '../graph/graph.ts';
import type { ModelConfig } from '../model-config.ts';
import { parameterShapes } from '../parameter-shapes.ts';
import type { ParameterLookup } from './decoder-body.ts';

/** Parameters as inputs of the graph under their names. */
export function inputParameters(config: ModelConfig): (graph: Graph) => ParameterLookup {
  return (graph) => {
    const declared = new Map(
      parameterShapes(config).map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]),
    );
    return (name) => declared.get(name) as Value;
  };
}
