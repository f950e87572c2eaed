import type { Graph, Value } from '../graph.ts';

/** e^x. */
export function exponential(graph: Graph, x: Value): Value {
  const output = graph.node('Exp', [x], { shape: x.shape });
  return graph.record({
    inputs: [x],
    output,
    pullback: (gradient) => [graph.node('Mul', [gradient, output], { shape: x.shape })],
  });
}
