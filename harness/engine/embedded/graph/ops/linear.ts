import type { Graph, Value } from '../graph.ts';
import type { Dimension } from '../onnx-model.ts';
import { flattenRows, matrixProduct } from './matrix-product.ts';

/**
 * x W^T, with `weight` stored as PyTorch stores it.
 * @param x [..., in]
 * @param weight [out, in]
 * @returns [..., out]
 */
export function linear(graph: Graph, x: Value, weight: Value): Value {
  const [out, inner] = weight.shape as readonly [Dimension, Dimension];
  const output = matrixProduct(graph, x, weight, { transB: true, shape: [...x.shape.slice(0, -1), out] });
  return graph.record({
    inputs: [x, weight],
    output,
    pullback: (gradient) => [
      matrixProduct(graph, gradient, weight, { shape: [...x.shape.slice(0, -1), inner] }),
      matrixProduct(graph, flattenRows(graph, gradient), flattenRows(graph, x), {
        transA: true,
        shape: [out, inner],
      }),
    ],
  });
}
