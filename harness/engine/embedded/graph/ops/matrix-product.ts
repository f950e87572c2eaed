import type { Graph, Value } from '../graph.ts';
import type { Dimension } from '../onnx-model.ts';
import { asFloat32 } from './as-float32.ts';

/** [..., n] as [rows, n]; free of copying, and not on the tape. */
export function flattenRows(graph: Graph, x: Value): Value {
  const width = x.shape.at(-1);
  if (x.shape.length === 2 || typeof width !== 'number') return x;
  return graph.node('Reshape', [x, graph.integers([-1, width])], { shape: ['rows', width] });
}

/** `x` with its axes in the order `axes`. */
export function transpose(graph: Graph, x: Value, axes: readonly number[]): Value {
  const shape = axes.map((axis) => x.shape[axis] as Dimension);
  const output = graph.node('Transpose', [x], { shape, attributes: { perm: axes } });
  const inverse = axes.map((_, axis) => axes.indexOf(axis));
  return graph.record({ inputs: [x], output, pullback: (gradient) => [transpose(graph, gradient, inverse)] });
}

interface ProductOptions {
  readonly shape: readonly Dimension[];
  readonly transA?: boolean;
  readonly transB?: boolean;
  readonly alpha?: number;
}

/**
 * alpha * op(a) op(b) over the last two axes, in one fused node where the provider has it; weights stored in 16 bits are
 * widened for it. Not on the tape.
 */
export function matrixProduct(
  graph: Graph,
  ...[left, right, options]: readonly [Value, Value, ProductOptions]
): Value {
  if (right.blocks !== undefined && options.transB === true)
    return blockwiseProduct(graph, left, right.blocks, options);
  const [a, b] = [asFloat32(graph, left), asFloat32(graph, right)];
  if (graph.operators === 'basic') return basicProduct(graph, a, b, options);
  return graph.node('FusedMatMul', [a, b], {
    domain: 'com.microsoft',
    shape: options.shape,
    attributes: flags(options),
  });
}

/** Block by block, so that no more than one block of the weights is there as float32. */
function blockwiseProduct(
  graph: Graph,
  ...[left, blocks, options]: readonly [Value, readonly Value[], ProductOptions]
): Value {
  const lead = options.shape.slice(0, -1);
  const products = blocks.map((block) =>
    matrixProduct(graph, left, block, { ...options, shape: [...lead, block.shape[0] as Dimension] }),
  );
  return graph.node('Concat', products, { shape: options.shape, attributes: { axis: lead.length } });
}

function flags({
  transA,
  transB,
  alpha,
}: ProductOptions): Readonly<Record<string, number | { float: number }>> {
  return {
    transA: transA === true ? 1 : 0,
    transB: transB === true ? 1 : 0,
    alpha: { float: alpha ?? 1 },
  };
}

function basicProduct(graph: Graph, ...[a, b, options]: readonly [Value, Value, ProductOptions]): Value {
  const { shape, transA, transB, alpha } = options;
  if (a.shape.length === 2 && b.shape.length === 2)
    return graph.node('Gemm', [a, b], { shape, attributes: flags(options) });
  const left = transA === true ? swapLastAxes(graph, a) : a;
  const right = transB === true ? swapLastAxes(graph, b) : b;
  const product = graph.node('MatMul', [left, right], { shape });
  return alpha === undefined ? product : graph.node('Mul', [product, graph.scalar(alpha)], { shape });
}

function swapLastAxes(graph: Graph, x: Value): Value {
  const order = x.shape.map((_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  const shape = order.map((axis) => x.shape[axis] as Dimension);
  return graph.node('Transpose', [x], { shape, attributes: { perm: order } });
}
