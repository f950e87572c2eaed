import type { Graph, Value } from '../graph.ts';

interface NormOptions {
  /** [n] */
  readonly gain: Value;
  readonly epsilon: number;
}

/**
 * Root-mean-square normalisation, x / sqrt(mean(x^2) + epsilon) * gain (Zhang and Sennrich 2019, eq. 4).
 * @param x [..., n]
 */
export function rmsNorm(graph: Graph, x: Value, options: NormOptions): Value {
  const { shape } = x;
  const { gain } = options;
  const lastAxis = graph.integers([shape.length - 1]);
  const times = (a: Value, b: Value): Value => graph.node('Mul', [a, b], { shape });
  const { output, inverse } =
    graph.operators === 'fused' ? fusedNorm(graph, x, options) : basicNorm(graph, x, options);
  return graph.record({
    inputs: [x, gain],
    output,
    pullback: (gradient) => {
      const normalised = times(x, inverse);
      const scaled = times(gradient, gain);
      const projection = graph.node('ReduceMean', [times(scaled, normalised), lastAxis], {
        shape: inverse.shape,
      });
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

/** The norm, and 1 / sqrt(mean(x^2) + epsilon), [..., 1], which its pullback needs. */
interface Normed {
  readonly output: Value;
  readonly inverse: Value;
}

function fusedNorm(graph: Graph, x: Value, { gain, epsilon }: NormOptions): Normed {
  const [output, inverse] = graph.nodes('SimplifiedLayerNormalization', [x, gain], {
    attributes: { axis: -1, epsilon: { float: epsilon } },
    results: [{ shape: x.shape }, { shape: columnOf(x) }],
  });
  return { output, inverse } as Normed;
}

/** From primitive nodes: the fused node's second output is wrong on the WebGPU provider of ONNX Runtime 1.30. */
function basicNorm(graph: Graph, x: Value, { gain, epsilon }: NormOptions): Normed {
  const { shape } = x;
  const column = columnOf(x);
  const square = graph.node('Mul', [x, x], { shape });
  const meanSquare = graph.node('ReduceMean', [square, graph.integers([shape.length - 1])], {
    shape: column,
  });
  const padded = graph.node('Add', [meanSquare, graph.scalar(epsilon)], { shape: column });
  const root = graph.node('Sqrt', [padded], { shape: column });
  const inverse = graph.node('Reciprocal', [root], { shape: column });
  const normalised = graph.node('Mul', [x, inverse], { shape });
  return { output: graph.node('Mul', [normalised, gain], { shape }), inverse };
}

function columnOf({ shape }: Value): Value['shape'] {
  return [...shape.slice(0, -1), 1];
}
