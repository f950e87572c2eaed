import type { Graph, Value } from '../graph.ts';

/** silu(gate) * up with silu(z) = z sigmoid(z) (Shazeer 2020, section 2). */
export function swiglu(graph: Graph, gate: Value, up: Value): Value {
  const { shape } = gate;
  const times = (a: Value, b: Value): Value => graph.node('Mul', [a, b], { shape });
  const sigmoid = graph.node('Sigmoid', [gate], { shape });
  const silu = times(gate, sigmoid);
  const output = times(silu, up);
  return graph.record({
    inputs: [gate, up],
    output,
    pullback: (gradient) => {
      // silu'(z) = s + silu (1 - s)
      const rest = graph.node('Sub', [silu, times(silu, sigmoid)], { shape });
      const slope = graph.node('Add', [sigmoid, rest], { shape });
      return [times(times(gradient, up), slope), times(gradient, silu)];
    },
  });
}
