import { Graph, type Operators, type Value } from '../graph/graph.ts';
import { multiply } from '../graph/ops/multiply.ts';
import {
  targetLogProbabilities,
  type TargetLogProbabilities,
} from '../graph/ops/target-log-probabilities.ts';
import type { ModelConfig } from '../model-config.ts';
import { parameterShapes } from '../parameter-shapes.ts';
import { chosenStates } from './chosen-states.ts';
import { headWeight } from './head-weight.ts';

/** A graph that scores whole sequences, open for a loss to be added. */
export interface ScoringGraph {
  readonly graph: Graph;
  readonly parameters: ReadonlyMap<string, Value>;
  readonly scores: TargetLogProbabilities;
}

/**
 * The decoder over whole sequences, scored at chosen positions. Parameters are inputs under their Hugging Face
 * names; the others are those of `chosenStates`, `inverseTemperature` [] and `targets` int64 [rows].
 * `options.graph` is extended when given.
 */
export function scoringGraph(
  config: ModelConfig,
  options: { readonly maxTokens: number; readonly operators?: Operators; readonly graph?: Graph },
): ScoringGraph {
  const graph = options.graph ?? new Graph(options);
  const parameters = new Map(
    parameterShapes(config).map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]),
  );
  const parameter = (name: string): Value => parameters.get(name) as Value;
  const rows = chosenStates(graph, config, { maxTokens: options.maxTokens, parameter });
  const tempered = multiply(graph, rows, graph.input('inverseTemperature', 'float32', []));
  const targets = graph.input('targets', 'int64', ['rows']);
  return {
    graph,
    parameters,
    scores: targetLogProbabilities(graph, tempered, { weight: parameter(headWeight(config)), targets }),
  };
}
