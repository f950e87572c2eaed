import type { Graph, Value } from '../graph.ts';
import { matrixProduct } from './matrix-product.ts';

/**
 * softmax(q k^T / sqrt(head size) + mask) v.
 * @param query [lanes, heads, queries, head size]
 * @param source `key` and `value` [lanes, heads, keys, head size]; `mask` added to the scores, broadcasting to
 * [lanes, heads, queries, keys], 0 or a large negative number, not differentiated.
 */
export function attention(
  graph: Graph,
  query: Value,
  source: { readonly key: Value; readonly value: Value; readonly mask: Value },
): Value {
  const { key, value, mask } = source;
  const [lanes, heads, queries, headSize] = query.shape as readonly [string, number, string, number];
  const scoreShape = [lanes, heads, queries, key.shape[2] as string];
  const alpha = 1 / Math.sqrt(headSize);
  const scores = matrixProduct(graph, query, key, { transB: true, alpha, shape: scoreShape });
  const masked = graph.node('Add', [scores, mask], { shape: scoreShape });
  const weights = graph.node('Softmax', [masked], { shape: scoreShape, attributes: { axis: -1 } });
  const output = matrixProduct(graph, weights, value, { shape: query.shape });
  return graph.record({
    inputs: [query, key, value],
    output,
    pullback: (gradient) => {
      // The softmax pullback needs sum_j dP_ij P_ij, which equals dO_i . O_i: a sum over the head, not over all keys.
      const column = [lanes, heads, queries, 1];
      const product = graph.node('Mul', [gradient, output], { shape: query.shape });
      const delta = graph.node('ReduceSum', [product, graph.integers([3])], { shape: column });
      const toWeights = matrixProduct(graph, gradient, value, { transB: true, shape: scoreShape });
      const centred = graph.node('Sub', [toWeights, delta], { shape: scoreShape });
      const toScores = graph.node('Mul', [weights, centred], { shape: scoreShape });
      return [
        matrixProduct(graph, toScores, key, { alpha, shape: query.shape }),
        matrixProduct(graph, toScores, query, { transA: true, alpha, shape: key.shape }),
        matrixProduct(graph, weights, gradient, { transA: true, shape: value.shape }),
      ];
    },
  });
}
