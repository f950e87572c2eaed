import { TwinZeroError } from '../../../../core/twin-zero-error.ts';
import type { Graph, Value } from '../graph.ts';
import type { Dimension } from '../onnx-model.ts';

/** `x` with the same elements in another shape; at most one run-time dimension may move. */
export function reshape(graph: Graph, x: Value, shape: readonly Dimension[]): Value {
  const output = graph.node('Reshape', [x, graph.integers(encodeShape(x, shape))], { shape, type: x.type });
  return graph.record({ inputs: [x], output, pullback: (gradient) => [reshape(graph, gradient, x.shape)] });
}

function encodeShape(x: Value, shape: readonly Dimension[]): number[] {
  let inferred = 0;
  const codes = shape.map((size, axis) => {
    if (typeof size === 'number') return size;
    if (x.shape[axis] === size) return 0;
    inferred += 1;
    return -1;
  });
  if (inferred > 1)
    throw new TwinZeroError('internal', `cannot reshape [${x.shape.join(', ')}] to [${shape.join(', ')}]`);
  return codes;
}
