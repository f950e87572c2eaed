import { criticShapes, valueHead } from '../critic-shapes.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { add } from '../graph/ops/add.ts';
import { linear } from '../graph/ops/linear.ts';
import { reshape } from '../graph/ops/reshape.ts';
import type { ModelConfig } from '../model-config.ts';
import { chosenStates } from './chosen-states.ts';

/** A graph that values states, open for a loss to be added. */
export interface ValueGraph {
  readonly graph: Graph;
  readonly parameters: ReadonlyMap<string, Value>;
  /** [rows] */
  readonly values: Value;
}

/**
 * The critic over whole sequences: a linear head on the decoder's final states at chosen positions. Parameters are
 * inputs under their names; the others are those of `chosenStates`.
 */
export function valueGraph(config: ModelConfig, options: { readonly maxTokens: number }): ValueGraph {
  const graph = new Graph();
  const parameters = new Map(
    criticShapes(config).map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]),
  );
  const parameter = (name: string): Value => parameters.get(name) as Value;
  const states = chosenStates(graph, config, { maxTokens: options.maxTokens, parameter });
  const product = linear(graph, states, parameter(valueHead.weight));
  const values = reshape(graph, add(graph, product, parameter(valueHead.bias)), ['rows']);
  return { graph, parameters, values };
}
