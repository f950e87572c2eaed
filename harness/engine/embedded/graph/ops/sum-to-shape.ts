import type { Graph, Value } from '../graph.ts';
import type { Dimension } from '../onnx-model.ts';
import { reshape } from './reshape.ts';

/** Sums `value` over the axes along which a tensor of `shape` was broadcast to it: the pullback of broadcasting. */
export function sumToShape(graph: Graph, value: Value, shape: readonly Dimension[]): Value {
  const lead = value.shape.length - shape.length;
  const axes = value.shape.flatMap((size, axis) =>
    axis < lead || (shape[axis - lead] === 1 && size !== 1) ? [axis] : [],
  );
  if (axes.length === 0) return value;
  const kept = value.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const sum = graph.node('ReduceSum', [value, graph.integers(axes)], { shape: kept });
  return lead === 0 ? sum : reshape(graph, sum, shape);
}
