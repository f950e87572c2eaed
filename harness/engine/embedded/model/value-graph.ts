import type { ValueLoss } from '../../critic.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { criticShapes, valueHead } from '../folder/parameter-shapes.ts';
import { gradients } from '../graph/gradients.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { add, multiply, reshape, subtract, sum } from '../graph/ops/arithmetic.ts';
import { isLess, maximum, minimum } from '../graph/ops/extrema.ts';
import { linear } from '../graph/ops/linear.ts';
import { parameterPorts } from './parameter-ports.ts';
import { chosenStates } from './scoring-graph.ts';

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

/**
 * Adds the value loss over values [rows] to the graph: 0.5 sum w max((v - R)^2, (clip(v, old - c, old + c) - R)^2)
 * (ZeroSearch `core_algos.py:226-249 @2d4cdca`). Its inputs, each [rows]: `weights`, the mean folded in, `returns`
 * and `oldValues`. `clipped` [rows] is 1 where the clipped error is the larger.
 */
export function valueLossTerms(
  graph: Graph,
  values: Value,
  { clip }: ValueLoss,
): { readonly loss: Value; readonly clipped: Value } {
  const vector = (name: string): Value => graph.input(name, 'float32', ['rows']);
  const [weights, returns, oldValues] = [vector('weights'), vector('returns'), vector('oldValues')];
  const squaredError = (estimate: Value): Value => {
    const error = subtract(graph, estimate, returns);
    return multiply(graph, error, error);
  };
  // By the bounds themselves: old + clip(v - old, -c, c) would round, and count values as clipped that are not.
  const high = add(graph, oldValues, graph.scalar(clip));
  const low = subtract(graph, oldValues, graph.scalar(clip));
  const free = squaredError(values);
  const bounded = squaredError(maximum(graph, minimum(graph, values, high), low));
  const total = sum(graph, multiply(graph, weights, maximum(graph, free, bounded)));
  return { loss: multiply(graph, total, graph.scalar(0.5)), clipped: isLess(graph, free, bounded) };
}

/**
 * The bytes of a critic with outputs `loss` [], `clipped` [rows], and per parameter `gradient:` and its name. Inputs
 * are those of the value graph and of the loss.
 */
export function valueTrainingGraph(
  config: ModelConfig,
  loss: ValueLoss,
  options: { readonly maxTokens: number },
): Uint8Array {
  const { graph, parameters, values } = valueGraph(config, options);
  const terms = valueLossTerms(graph, values, loss);
  const found = gradients(graph, terms.loss, [...parameters.values()]);
  graph.output('loss', terms.loss);
  graph.output('clipped', terms.clipped);
  for (const [index, name] of [...parameters.keys()].entries())
    graph.output(`${parameterPorts.gradient}${name}`, found[index] as Value);
  return graph.encode();
}
