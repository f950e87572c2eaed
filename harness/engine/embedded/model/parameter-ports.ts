import type { ModelConfig } from '../folder/model-config.ts';
import { parameterShapes } from '../folder/parameter-shapes.ts';
import type { Graph, Value } from '../graph/graph.ts';
import type { ParameterLookup } from './decoder-body.ts';

/** Prefixes that say which of a parameter's tensors a port carries; the parameter itself goes by its bare name. */
export const parameterPorts = {
  gradient: 'gradient:',
  first: 'first:',
  second: 'second:',
  start: 'start:',
  next: 'next:',
  nextFirst: 'nextFirst:',
  nextSecond: 'nextSecond:',
} as const;

/** Parameters as inputs of the graph under their names. */
export function inputParameters(config: ModelConfig): (graph: Graph) => ParameterLookup {
  return (graph) => {
    const declared = new Map(
      parameterShapes(config).map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]),
    );
    return (name) => declared.get(name) as Value;
  };
}
