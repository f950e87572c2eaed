import type { Graph, Value } from '../graph/graph.ts';
import { adamWScalarNames } from './adam-w-scalars.ts';

/** One parameter and what AdamW keeps for it, all of one shape. */
export interface AdamWTensors {
  readonly weights: Value;
  readonly first: Value;
  readonly second: Value;
}

/**
 * One AdamW step as nodes: what `adamW` computes, in float32 (Loshchilov and Hutter 2019, algorithm 2). Declares the
 * scalar inputs of `adamWScalars`, each [].
 * @returns the tensors after the step, in order, and the global gradient norm before clipping, [].
 */
export function adamWNodes(
  graph: Graph,
  tensors: readonly (AdamWTensors & { readonly gradient: Value })[],
): { readonly next: readonly AdamWTensors[]; readonly norm: Value } {
  const scalars = Object.fromEntries(
    adamWScalarNames.map((name) => [name, graph.input(name, 'float32', [])]),
  );
  const scalar = (name: (typeof adamWScalarNames)[number]): Value => scalars[name] as Value;
  const norm = globalNorm(
    graph,
    tensors.map(({ gradient }) => gradient),
  );
  const room = graph.node('Add', [norm, graph.scalar(1e-6)], { shape: [] });
  const ratio = graph.node('Div', [scalar('maxGradNorm'), room], { shape: [] });
  const scale = graph.node('Min', [ratio, graph.scalar(1)], { shape: [] });
  const next = tensors.map(({ weights, gradient, first, second }) => {
    const { shape } = weights;
    const binary = (op: string, a: Value, b: Value): Value => graph.node(op, [a, b], { shape });
    const clipped = binary('Mul', gradient, scale);
    const mean = binary(
      'Add',
      binary('Mul', first, scalar('beta1')),
      binary('Mul', clipped, scalar('rest1')),
    );
    const square = binary('Mul', binary('Mul', clipped, clipped), scalar('rest2'));
    const variance = binary('Add', binary('Mul', second, scalar('beta2')), square);
    const deviation = binary('Mul', graph.node('Sqrt', [variance], { shape }), scalar('correction'));
    const step = binary(
      'Div',
      binary('Mul', mean, scalar('rate')),
      binary('Add', deviation, scalar('epsilon')),
    );
    return {
      weights: binary('Sub', binary('Mul', weights, scalar('decay')), step),
      first: mean,
      second: variance,
    };
  });
  return { next, norm };
}

/** Rows first, then their sums: a single float32 sum over a million squares loses three digits. */
function globalNorm(graph: Graph, gradients: readonly Value[]): Value {
  const sums = gradients.map((gradient) => {
    const squares = graph.node('Mul', [gradient, gradient], { shape: gradient.shape });
    const lastAxis = gradient.shape.length - 1;
    const rows = graph.node('ReduceSum', [squares, graph.integers([lastAxis])], {
      shape: gradient.shape.slice(0, -1),
      attributes: { keepdims: 0 },
    });
    return lastAxis === 0
      ? rows
      : graph.node('ReduceSum', [rows], { shape: [], attributes: { keepdims: 0 } });
  });
  const total = sums.reduce((sum, value) => graph.node('Add', [sum, value], { shape: [] }));
  return graph.node('Sqrt', [total], { shape: [] });
}
