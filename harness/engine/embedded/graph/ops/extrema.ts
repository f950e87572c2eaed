import type { Graph, Value } from '../graph.ts';
import { broadcastShape } from './arithmetic.ts';

/** 1 where a < b and 0 elsewhere, as float32; not differentiable. */
export function isLess(graph: Graph, a: Value, b: Value): Value {
  const shape = broadcastShape(a, b);
  const truth = graph.node('Less', [a, b], { shape });
  return graph.node('Cast', [truth], { shape, attributes: { to: 1 } });
}

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

/** The elementwise minimum of two tensors of one shape; where they are equal the gradient goes to `a`. */
export function minimum(graph: Graph, a: Value, b: Value): Value {
  const output = graph.node('Min', [a, b], { shape: a.shape });
  return graph.record({
    inputs: [a, b],
    output,
    pullback: (gradient) => {
      const toB = graph.node('Mul', [gradient, isLess(graph, b, a)], { shape: a.shape });
      return [graph.node('Sub', [gradient, toB], { shape: a.shape }), toB];
    },
  });
}

/** x limited to [low, high]; the gradient is 0 outside. */
export function clamp(
  graph: Graph,
  x: Value,
  bounds: { readonly low: number; readonly high: number },
): Value {
  const { shape } = x;
  const low = graph.scalar(bounds.low);
  const high = graph.scalar(bounds.high);
  const output = graph.node('Clip', [x, low, high], { shape });
  return graph.record({
    inputs: [x],
    output,
    pullback: (gradient) => {
      const outside = graph.node('Add', [isLess(graph, x, low), isLess(graph, high, x)], { shape });
      const lost = graph.node('Mul', [gradient, outside], { shape });
      return [graph.node('Sub', [gradient, lost], { shape })];
    },
  });
}
