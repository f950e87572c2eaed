import type { Graph, Value } from '../graph.ts';
import { isLess } from './is-less.ts';

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
