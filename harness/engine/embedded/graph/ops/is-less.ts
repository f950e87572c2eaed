import type { Graph, Value } from '../graph.ts';
import { broadcastShape } from './broadcast-shape.ts';

/** 1 where a < b and 0 elsewhere, as float32; not differentiable. */
export function isLess(graph: Graph, a: Value, b: Value): Value {
  const shape = broadcastShape(a, b);
  const truth = graph.node('Less', [a, b], { shape });
  return graph.node('Cast', [truth], { shape, attributes: { to: 1 } });
}
