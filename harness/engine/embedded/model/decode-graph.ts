import type { ModelConfig } from '../folder/model-config.ts';
import { Graph, type Operators, type Value } from '../graph/graph.ts';
import { multiply } from '../graph/ops/arithmetic.ts';
import { chooseRows } from '../graph/ops/choose-rows.ts';
import { drawToken } from '../graph/ops/draw-token.ts';
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
  /** Called once, when every layer was read and written. */
  readonly finish: () => void;
}

/**
 * The bytes of a model that continues cached sequences by a chunk of tokens.
 *
 * Inputs: `ids`, `positions` int64 [lanes, tokens]; `cacheMask` [lanes, 1, 1, cached], 0 where the cache row is
 * valid; `chunkMask` [1, 1, queries, tokens], causal; `widths` int64 [2], the sizes of cached and of tokens; `rows`
 * int64 [lanes], the flattened position whose next token is wanted; `inverseTemperatures` [lanes, 1]; and what `cache`
 * declares.
 * Outputs: `tokens` int64 [lanes, 1], drawn by `uniforms` as `drawToken` does, `chosen` [lanes, 1], their
 * probabilities, and `probabilities` [lanes, vocabulary]; and what `cache` declares.
 */
export function decodeGraph(
  config: ModelConfig,
  options: {
    readonly maxTokens: number;
    readonly operators?: Operators;
    readonly parameter: ParameterSource;
    readonly cache: (graph: Graph, config: ModelConfig) => CacheAccess;
    /** False leaves the probabilities out of the outputs; default true. */
    readonly probabilities?: boolean;
  },
): Uint8Array {
  const graph = new Graph(options);
  const parameter = options.parameter(graph);
  const folded = config.heads === config.keyValueHeads ? 'tokens' : 'queries';
  const cacheMask = graph.input('cacheMask', 'float32', ['lanes', 1, 1, 'cached']);
  const chunkMask = graph.input('chunkMask', 'float32', [1, 1, folded, 'tokens']);
  const widths = graph.input('widths', 'int64', [2]);
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
      return attendToCache(graph, heads, { key, value, cacheMask, chunkMask, widths });
    },
  });
  cache.finish();
  const last = chooseRows(graph, hidden, graph.input('rows', 'int64', ['lanes']));
  const tempered = multiply(graph, last, graph.input('inverseTemperatures', 'float32', ['lanes', 1]));
  const shape = ['lanes', config.vocabularySize];
  const logits = matrixProduct(graph, tempered, parameter(headWeight(config)), { transB: true, shape });
  const probabilities = graph.node('Softmax', [logits], { shape, attributes: { axis: -1 } });
  const drawn = drawToken(graph, probabilities, graph.input('uniforms', 'float32', ['lanes', 1]));
  graph.output('tokens', drawn.tokens);
  graph.output('chosen', drawn.chosen);
  if (options.probabilities !== false) graph.output('probabilities', probabilities);
  return graph.encode();
}

/** What cached sequences attend to beside the chunk itself. */
interface Cached {
  readonly key: Value;
  readonly value: Value;
  readonly cacheMask: Value;
  readonly chunkMask: Value;
  readonly widths: Value;
}

function attendToCache(graph: Graph, { query, key, value }: Heads, cache: Cached): Value {
  const [lanes, heads, queries] = query.shape as readonly [string, number, string];
  const headSize = query.shape[3] as number;
  // Scaled by themselves: a product of one row with a factor of its own leaves ONNX Runtime's fast path, and it would
  // give a scalar factor back to the product.
  const scale = graph.constant(new Float32Array(headSize).fill(1 / Math.sqrt(headSize)), [headSize]);
  const scaled = graph.node('Mul', [query, scale], { shape: query.shape });
  const scores = (keys: Value, mask: Value, width: string): Value => {
    const shape = [lanes, heads, queries, width];
    return graph.node('Add', [matrixProduct(graph, scaled, keys, { transB: true, shape }), mask], { shape });
  };
  const parts = [scores(cache.key, cache.cacheMask, 'cached'), scores(key, cache.chunkMask, 'tokens')];
  const shape = [lanes, heads, queries, 'all'];
  const all = graph.node('Concat', parts, { shape, attributes: { axis: 3 } });
  const weights = graph.node('Softmax', [all], { shape, attributes: { axis: -1 } });
  const [old, fresh] = graph.nodes('Split', [weights, cache.widths], {
    attributes: { axis: 3 },
    results: parts,
  });
  return graph.node(
    'Add',
    [
      matrixProduct(graph, old as Value, cache.value, { shape: query.shape }),
      matrixProduct(graph, fresh as Value, value, { shape: query.shape }),
    ],
    { shape: query.shape },
  );
}
