import type { Graph, Value } from '../graph.ts';
import type { Dimension } from '../onnx-model.ts';

/** `x` with its axes in the order `axes`. */
export function transpose(graph: Graph, x: Value, axes: readonly number[]): Value {
  const shape = axes.map((axis) => x.shape[axis] as Dimension);
  const output = graph.node('Transpose', [x], { shape, attributes: { perm: axes } });
  const inverse = axes.map((_, axis) => axes.indexOf(axis));
  return graph.record({ inputs: [x], output, pullback: (gradient) => [transpose(graph, gradient, inverse)] });
}
