import type { Graph, Value } from '../graph.ts';

/**
 * Root-mean-square normalisation, x / sqrt(mean(x^2) + epsilon) * gain (Zhang and Sennrich 2019, eq. 4).
 *
 * From primitive nodes: the fused node's second output is wrong on the WebGPU provider of ONNX Runtime 1.30.
 * @param x [..., n]
 * @param gain [n]
 */
export function rmsNorm(
  graph: Graph,
  x: Value,
  options: { readonly gain: Value; readonly epsilon: number },
): Value {
  const { shape } = x;
  const { gain } = options;
  const column = [...shape.slice(0, -1), 1];
  const lastAxis = graph.integers([shape.length - 1]);
  const times = (a: Value, b: Value): Value => graph.node('Mul', [a, b], { shape });
  const meanSquare = graph.node('ReduceMean', [times(x, x), lastAxis], { shape: column });
  const inverse = graph.node(
    'Reciprocal',
    [
      graph.node(
        'Sqrt',
        [graph.node('Add', [meanSquare, graph.scalar(options.epsilon)], { shape: column })],
        { shape: column },
      ),
    ],
    { shape: column },
  );
  const normalised = times(x, inverse);
  const output = times(normalised, gain);
  return graph.record({
    inputs: [x, gain],
    output,
    pullback: (gradient) => {
      const scaled = times(gradient, gain);
      const projection = graph.node('ReduceMean', [times(scaled, normalised), lastAxis], { shape: column });
      const tangent = graph.node('Sub', [scaled, times(normalised, projection)], { shape });
      const gainGradient = graph.node(
        'ReduceSum',
        [times(gradient, normalised), graph.integers(shape.slice(0, -1).map((_, axis) => axis))],
        { shape: gain.shape, attributes: { keepdims: 0 } },
      );
      return [times(tangent, inverse), gainGradient];
    },
  });
}
