import type { Graph, Value } from '../graph.ts';
import { isLess } from './is-less.ts';

/** The elementwise maximum of two tensors of one shape; where they are equal the gradient goes to `a`. */
export function maximum(graph: Graph, a: Value, b: Value): Value {
  const output = graph.node('Max', [a, b], { shape: a.shape });
  return graph.record({
    inputs: [a, b],
    output,
    pullback: (gradient) => {
      const toB = graph.node('Mul', [gradient, isLess(graph, a, b)], { shape: a.shape });
      return [graph.node('Sub', [gradient, toB], { shape: a.shape }), toB];
    },
  });
}
