import type { Graph, Value } from '../graph.ts';

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
