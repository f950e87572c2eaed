import type { ModelConfig } from '../folder/model-config.ts';
import { Graph, type Operators, type Value } from '../graph/graph.ts';
import { multiply } from '../graph/ops/arithmetic.ts';
import { attention } from '../graph/ops/attention.ts';
import { chooseRows } from '../graph/ops/choose-rows.ts';
import {
  targetLogProbabilities,
  type TargetLogProbabilities,
} from '../graph/ops/target-log-probabilities.ts';
import { decoderBody } from './decoder-body.ts';
import { type ParameterSource, trainableParameters } from './parameter-ports.ts';
import type { ParameterLookup } from './projection.ts';
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

/** Settings of a scoring graph. */
export interface ScoringGraphOptions {
  readonly maxTokens: number;
  readonly operators?: Operators;
  /** As for `trainableParameters`. */
  readonly base?: ParameterSource;
}

/** A graph that scores whole sequences, open for a loss to be added. */
export interface ScoringGraph {
  readonly graph: Graph;
  /** What training changes. */
  readonly trained: ReadonlyMap<string, Value>;
  readonly scores: TargetLogProbabilities;
}

/**
 * The decoder over whole sequences, scored at chosen positions. Parameters are inputs under their Hugging Face
 * names, those under an adapter come from `base`; the other inputs are those of `chosenStates`, `inverseTemperature` [] and `targets` int64 [rows].
 * `options.graph` is extended when given.
 */
export function scoringGraph(
  config: ModelConfig,
  options: ScoringGraphOptions & { readonly graph?: Graph },
): ScoringGraph {
  const graph = options.graph ?? new Graph(options);
  const { trained, parameter } = trainableParameters(graph, config, options.base);
  const rows = chosenStates(graph, config, { maxTokens: options.maxTokens, parameter });
  const tempered = multiply(graph, rows, graph.input('inverseTemperature', 'float32', []));
  const targets = graph.input('targets', 'int64', ['rows']);
  return {
    graph,
    trained,
    scores: targetLogProbabilities(graph, tempered, { weight: parameter(headWeight(config)), targets }),
  };
}
