import { Graph, type Operators, type Value } from '../graph/graph.ts';
import { attention } from '../graph/ops/attention.ts';
import { gatherRows } from '../graph/ops/gather-rows.ts';
import { multiply } from '../graph/ops/multiply.ts';
import {
  targetLogProbabilities,
  type TargetLogProbabilities,
} from '../graph/ops/target-log-probabilities.ts';
import type { ModelConfig } from '../model-config.ts';
import { parameterShapes } from '../parameter-shapes.ts';
import { decoderBody } from './decoder-body.ts';
import { headWeight } from './head-weight.ts';
import { rotaryAngles } from './rotary-angles.ts';

/** A graph that scores whole sequences, open for a loss to be added. */
export interface ScoringGraph {
  readonly graph: Graph;
  readonly parameters: ReadonlyMap<string, Value>;
  readonly scores: TargetLogProbabilities;
}

/**
 * The decoder over whole sequences, scored at chosen positions. Parameters are inputs under their Hugging Face
 * names; the others are
 * `ids`, `positions` int64 [lanes, tokens]; `mask` [1, 1, queries, tokens], 0 or -1e9;
 * `rows` int64 [rows], the flattened positions to predict from; `targets` int64 [rows]; `inverseTemperature` [].
 * Positions that no loss looks at cost no head product. `options.graph` is extended when given.
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
  const queries = config.heads === config.keyValueHeads ? 'tokens' : 'queries';
  const mask = graph.input('mask', 'float32', [1, 1, queries, 'tokens']);
  const hidden = decoderBody(graph, config, {
    ids: graph.input('ids', 'int64', ['lanes', 'tokens']),
    angles: rotaryAngles(graph, config, options.maxTokens),
    parameter,
    attend: ({ query, key, value }) => attention(graph, query, { key, value, mask }),
  });
  const rows = gatherRows(graph, hidden, graph.input('rows', 'int64', ['rows']));
  const tempered = multiply(graph, rows, graph.input('inverseTemperature', 'float32', []));
  const targets = graph.input('targets', 'int64', ['rows']);
  return {
    graph,
    parameters,
    scores: targetLogProbabilities(graph, tempered, { weight: parameter(headWeight(config)), targets }),
  };
}
