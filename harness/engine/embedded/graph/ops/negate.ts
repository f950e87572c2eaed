import type { Graph, Value } from '../graph.ts';

/** -x. */
export function negate(graph: Graph, x: Value): Value {
  const output = graph.node('Neg', [x], { shape: x.shape });
  return graph.record({ inputs: [x], output, pullback: (gradient) => [negate(graph, gradient)] });
}
