import type { AdamParams } from '../../engine.ts';
import type { ParameterShape } from '../folder/parameter-shapes.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { parameterPorts as ports } from './parameter-ports.ts';

/** The scalar inputs of the AdamW nodes. */
export const adamWScalarNames = [
  'beta1',
  'rest1',
  'beta2',
  'rest2',
  'rate',
  'correction',
  'decay',
  'epsilon',
  'maxGradNorm',
] as const;

/** Values of the AdamW nodes' scalar inputs, computed in float64 and rounded once. */
export type AdamWScalars = Readonly<Record<(typeof adamWScalarNames)[number], number>>;

/** Stands for "no clipping": far above any norm, and finite when divided by the smallest norm allowed for. */
const unclipped = 1e30;

/** The scalars of optimiser step `step`, counted from 1. */
export function adamWScalars(adam: AdamParams, step: number): AdamWScalars {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm } = adam;
  return {
    beta1,
    rest1: 1 - beta1,
    beta2,
    rest2: 1 - beta2,
    rate: learningRate / (1 - beta1 ** step),
    correction: 1 / Math.sqrt(1 - beta2 ** step),
    decay: 1 - learningRate * weightDecay,
    epsilon,
    maxGradNorm: maxGradNorm ?? unclipped,
  };
}

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

/**
 * The bytes of a model that takes one AdamW step. Inputs per parameter: its name, `gradient:`, `first:` and
 * `second:` with it; and the scalars of `adamWScalars`. Outputs: `next:`, `nextFirst:`, `nextSecond:` per parameter,
 * and `norm` [], the global gradient norm before clipping. No output shares memory with an input.
 */
export function adamWGraph(shapes: readonly ParameterShape[]): Uint8Array {
  const graph = new Graph();
  const { next, norm } = adamWNodes(
    graph,
    shapes.map(({ name, shape }) => ({
      weights: graph.input(name, 'float32', shape),
      gradient: graph.input(`${ports.gradient}${name}`, 'float32', shape),
      first: graph.input(`${ports.first}${name}`, 'float32', shape),
      second: graph.input(`${ports.second}${name}`, 'float32', shape),
    })),
  );
  for (const [index, { weights, first, second }] of next.entries()) {
    const name = shapes[index]?.name ?? '';
    graph.output(`${ports.next}${name}`, weights);
    graph.output(`${ports.nextFirst}${name}`, first);
    graph.output(`${ports.nextSecond}${name}`, second);
  }
  graph.output('norm', norm);
  return graph.encode();
}
