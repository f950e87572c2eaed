import type { Graph, Value } from '../graph.ts';
import { broadcastShape } from './broadcast-shape.ts';
import { negate } from './negate.ts';
import { sumToShape } from './sum-to-shape.ts';

/** a - b, broadcasting. */
export function subtract(graph: Graph, a: Value, b: Value): Value {
  const output = graph.node('Sub', [a, b], { shape: broadcastShape(a, b) });
  return graph.record({
    inputs: [a, b],
    output,
    pullback: (gradient) => [
      sumToShape(graph, gradient, a.shape),
      sumToShape(graph, negate(graph, gradient), b.shape),
    ],
  });
}
