import type { Graph, Value } from '../graph.ts';
import { broadcastShape } from './broadcast-shape.ts';
import { sumToShape } from './sum-to-shape.ts';

/** a + b, broadcasting. */
export function add(graph: Graph, a: Value, b: Value): Value {
  const output = graph.node('Add', [a, b], { shape: broadcastShape(a, b) });
  return graph.record({
    inputs: [a, b],
    output,
    pullback: (gradient) => [sumToShape(graph, gradient, a.shape), sumToShape(graph, gradient, b.shape)],
  });
}
