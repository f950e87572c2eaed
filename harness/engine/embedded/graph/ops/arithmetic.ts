import { TwinZeroError } from '../../../../core/twin-zero-error.ts';
import type { Graph, Value } from '../graph.ts';
import type { Dimension } from '../onnx-model.ts';

/**
 * The shape of an elementwise operation on `a` and `b` under ONNX broadcasting.
 * @throws TwinZeroError `internal` when they do not broadcast.
 */
export function broadcastShape(a: Value, b: Value): Dimension[] {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a.shape[axis - rank + a.shape.length] ?? 1;
    const right = b.shape[axis - rank + b.shape.length] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new TwinZeroError(
      'internal',
      `shapes [${a.shape.join(', ')}] of ${a.name} and [${b.shape.join(', ')}] of ${b.name} do not broadcast`,
    );
  });
}

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

/** Sums `value` over the axes along which a tensor of `shape` was broadcast to it: the pullback of broadcasting. */
export function sumToShape(graph: Graph, value: Value, shape: readonly Dimension[]): Value {
  const lead = value.shape.length - shape.length;
  const axes = value.shape.flatMap((size, axis) =>
    axis < lead || (shape[axis - lead] === 1 && size !== 1) ? [axis] : [],
  );
  if (axes.length === 0) return value;
  const kept = value.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const summed = graph.node('ReduceSum', [value, graph.integers(axes)], { shape: kept });
  return lead === 0 ? summed : reshape(graph, summed, shape);
}

/** a + b, broadcasting. */
export function add(graph: Graph, a: Value, b: Value): Value {
  const output = graph.node('Add', [a, b], { shape: broadcastShape(a, b) });
  return graph.record({
    inputs: [a, b],
    output,
    pullback: (gradient) => [sumToShape(graph, gradient, a.shape), sumToShape(graph, gradient, b.shape)],
  });
}

/** -x. */
export function negate(graph: Graph, x: Value): Value {
  const output = graph.node('Neg', [x], { shape: x.shape });
  return graph.record({ inputs: [x], output, pullback: (gradient) => [negate(graph, gradient)] });
}

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

/** The sum of all elements, a scalar. */
export function sum(graph: Graph, x: Value): Value {
  const output = graph.node('ReduceSum', [x], { shape: [], attributes: { keepdims: 0 } });
  return graph.record({
    inputs: [x],
    output,
    // An empty tensor of the input's shape costs one pass and lets ONNX broadcast the scalar.
    pullback: (gradient) => [
      graph.node('Expand', [gradient, graph.node('Shape', [x], { shape: [x.shape.length], type: 'int64' })], {
        shape: x.shape,
      }),
    ],
  });
}

/** e^x. */
export function exponential(graph: Graph, x: Value): Value {
  const output = graph.node('Exp', [x], { shape: x.shape });
  return graph.record({
    inputs: [x],
    output,
    pullback: (gradient) => [graph.node('Mul', [gradient, output], { shape: x.shape })],
  });
}
