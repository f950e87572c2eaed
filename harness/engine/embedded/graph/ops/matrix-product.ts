import type { Graph, Value } from '../graph.ts';
import type { Dimension } from '../onnx-model.ts';

/** alpha * op(a) op(b) over the last two axes, in one fused node; not on the tape. */
export function matrixProduct(
  graph: Graph,
  ...[a, b, options]: readonly [
    Value,
    Value,
    {
      readonly shape: readonly Dimension[];
      readonly transA?: boolean;
      readonly transB?: boolean;
      readonly alpha?: number;
    },
  ]
): Value {
  return graph.node('FusedMatMul', [a, b], {
    domain: 'com.microsoft',
    shape: options.shape,
    attributes: {
      transA: options.transA === true ? 1 : 0,
      transB: options.transB === true ? 1 : 0,
      alpha: { float: options.alpha ?? 1 },
    },
  });
}
