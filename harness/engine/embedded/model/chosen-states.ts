import type { Graph, Value } from '../graph/graph.ts';
import { attention } from '../graph/ops/attention.ts';
import { gatherRows } from '../graph/ops/gather-rows.ts';
import type { ModelConfig } from '../model-config.ts';
import { decoderBody, type ParameterLookup } from './decoder-body.ts';
import { rotaryAngles } from './rotary-angles.ts';

/**
 * The decoder's final states over whole sequences at chosen positions, [rows, hidden]. Declares the inputs
 * `mask` [1, 1, queries, tokens], 0 or -1e9; `ids`, `positions` int64 [lanes, tokens];
 * `rows` int64 [rows], the flattened positions. Positions that no loss looks at cost no head product.
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
  return gatherRows(graph, hidden, graph.input('rows', 'int64', ['rows']));
}
