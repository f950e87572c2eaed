import type { Graph, Value } from '../graph.ts';
import { broadcastShape } from './broadcast-shape.ts';
import { sumToShape } from './sum-to-shape.ts';

/** a * b elementwise, broadcasting. */
export function multiply(graph: Graph, a: Value, b: Value): Value {
  const shape = broadcastShape(a, b);
  const output = graph.node('Mul', [a, b], { shape });
  return graph.record({
    inputs: [a, b],
    output,
    pullback: (gradient) => [
      sumToShape(graph, graph.node('Mul', [gradient, b], { shape }), a.shape),
      sumToShape(graph, graph.node('Mul', [gradient, a], { shape }), b.shape),
    ],
  });
}
