import type { ModelConfig } from '../folder/model-config.ts';
import { parameterShapes } from '../folder/parameter-shapes.ts';
import { Graph, type Operators, type Value } from '../graph/graph.ts';
import { multiply } from '../graph/ops/arithmetic.ts';
import { attention } from '../graph/ops/attention.ts';
import { chooseRows } from '../graph/ops/choose-rows.ts';
import {
  targetLogProbabilities,
  type TargetLogProbabilities,
} from '../graph/ops/target-log-probabilities.ts';
import { decoderBody, type ParameterLookup } from './decoder-body.ts';
import { rotaryAngles } from './rotary.ts';

/** Name of the parameter that turns hidden states into logits: the embedding when tied. */
export function headWeight(config: ModelConfig): string {
  return config.tiedEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight';
}

/**
 * The decoder's final states over whole sequences at chosen positions, [rows, hidden]. Declares the inputs
 * `mask` [1, 1, queries, tokens], 0 or -1e9; `ids`, `positions` int64 [lanes, tokens];
 * `rows` int64 [rows], the flattened positions, all different. Positions that no loss looks at cost no head product.
 */
export function chosenStates(
  graph: Graph,
  config: ModelConfig,
  options: { readonly maxTokens: number; readonly parameter: ParameterLookup },
): Value {
  const queries = config.heads === config.keyValueHeads ? 'tokens' : 'queries';
  const mask = graph.input('mask', 'float32', [1, 1, queries, 'tokens']);
  const hidden = decoderBody(graph, config, {
    ids: graph.input('ids', 'int64', ['lanes', 'tokens']),
    angles: rotaryAngles(graph, config, options.maxTokens),
    parameter: options.parameter,
    attend: ({ query, key, value }) => attention(graph, query, { key, value, mask }),
  });
  return chooseRows(graph, hidden, graph.input('rows', 'int64', ['rows']));
}

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
