import type { ModelConfig } from '../folder/model-config.ts';
import { Graph, type Operators, type Value } from '../graph/graph.ts';
import { multiply } from '../graph/ops/arithmetic.ts';
import { gatherRows } from '../graph/ops/gather-rows.ts';
import { matrixProduct } from '../graph/ops/matrix-product.ts';
import { decoderBody, type Heads } from './decoder-body.ts';
import type { ParameterSource } from './parameter-ports.ts';
import { rotaryAngles } from './rotary.ts';
import { headWeight } from './scoring-graph.ts';

/** Source of a decode graph's cached keys and values, and the place of new rows. */
export interface CacheAccess {
  /** [lanes, key-value heads, cached, head size] */
  readonly read: (side: 'key' | 'value', layer: number) => Value;
  /** @param rows [lanes, key-value heads, tokens, head size] */
  readonly write: (side: 'key' | 'value', layer: number, rows: Value) => void;
}

/**
 * The bytes of a model that continues cached sequences by a chunk of tokens.
 *
 * Inputs: `ids`, `positions` int64 [lanes, tokens]; `cacheMask` [lanes, 1, 1, cached], 0 where the cache row is
 * valid; `chunkMask` [1, 1, queries, tokens], causal; `rows` int64 [lanes], the flattened position whose next token is
 * wanted; `inverseTemperatures` [lanes, 1]; and what `cache` declares.
 * Outputs: `probabilities` [lanes, vocabulary]; and what `cache` declares.
 */
export function decodeGraph(
  config: ModelConfig,
  options: {
    readonly maxTokens: number;
    readonly operators?: Operators;
    readonly parameter: ParameterSource;
    readonly cache: (graph: Graph, config: ModelConfig) => CacheAccess;
  },
): Uint8Array {
  const graph = new Graph(options);
  const parameter = options.parameter(graph);
  const folded = config.heads === config.keyValueHeads ? 'tokens' : 'queries';
  const cacheMask = graph.input('cacheMask', 'float32', ['lanes', 1, 1, 'cached']);
  const chunkMask = graph.input('chunkMask', 'float32', [1, 1, folded, 'tokens']);
  const cache = options.cache(graph, config);
  const hidden = decoderBody(graph, config, {
    ids: graph.input('ids', 'int64', ['lanes', 'tokens']),
    angles: rotaryAngles(graph, config, options.maxTokens),
    parameter,
    attend: (heads, layer) => {
      const key = cache.read('key', layer);
      const value = cache.read('value', layer);
      cache.write('key', layer, heads.key);
      cache.write('value', layer, heads.value);
      return attendToCache(graph, heads, { key, value, cacheMask, chunkMask });
    },
  });
  const last = gatherRows(graph, hidden, graph.input('rows', 'int64', ['lanes']));
  const tempered = multiply(graph, last, graph.input('inverseTemperatures', 'float32', ['lanes', 1]));
  const shape = ['lanes', config.vocabularySize];
  const logits = matrixProduct(graph, tempered, parameter(headWeight(config)), { transB: true, shape });
  graph.output('probabilities', graph.node('Softmax', [logits], { shape, attributes: { axis: -1 } }));
  return graph.encode();
}

function attendToCache(
  graph: Graph,
  { query, key, value }: Heads,
  cache: { readonly key: Value; readonly value: Value; readonly cacheMask: Value; readonly chunkMask: Value },
): Value {
  const alpha = 1 / Math.sqrt(query.shape[3] as number);
  const [lanes, heads, queries] = query.shape as readonly [string, number, string];
  const scores = (keys: Value, mask: Value, width: string): Value => {
    const shape = [lanes, heads, queries, width];
    const product = matrixProduct(graph, query, keys, { transB: true, alpha, shape });
    return graph.node('Add', [product, mask], { shape });
  };
  const all = graph.node(
    'Concat',
    [scores(cache.key, cache.cacheMask, 'cached'), scores(key, cache.chunkMask, 'tokens')],
    {
      shape: [lanes, heads, queries, 'all'],
      attributes: { axis: 3 },
    },
  );
  const weights = graph.node('Softmax', [all], { shape: all.shape, attributes: { axis: -1 } });
  const boundary = graph.node('Shape', [cache.key], {
    shape: [1],
    type: 'int64',
    attributes: { start: 2, end: 3 },
  });
  const slice = (from: Value, to: Value, width: string): Value =>
    graph.node('Slice', [weights, from, to, graph.integers([3])], { shape: [lanes, heads, queries, width] });
  const old = slice(graph.integers([0]), boundary, 'cached');
  const fresh = slice(boundary, graph.integers([Number.MAX_SAFE_INTEGER]), 'tokens');
  return graph.node(
    'Add',
    [
      matrixProduct(graph, old, cache.value, { shape: query.shape }),
      matrixProduct(graph, fresh, value, { shape: query.shape }),
    ],
    { shape: query.shape },
  );
}
