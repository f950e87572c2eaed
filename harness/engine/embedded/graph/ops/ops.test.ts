import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Graph } from '../graph.ts';
import { checkGradients, type GradientCase } from '../testing/check-gradients.ts';
import { runGraph } from '../testing/run-graph.ts';
import { add, exponential, multiply, negate, reshape, subtract, sum } from './arithmetic.ts';
import { attention } from './attention.ts';
import { clamp, maximum, minimum } from './extrema.ts';
import { chooseRows } from './choose-rows.ts';
import { gatherRows } from './gather-rows.ts';
import { linear } from './linear.ts';
import { transpose } from './matrix-product.ts';
import { rmsNorm } from './rms-norm.ts';
import { rotary } from './rotary.ts';
import { rowEntropy } from './row-entropy.ts';
import { swiglu } from './swiglu.ts';
import { targetLogProbabilities } from './target-log-probabilities.ts';

const angles = [0.3, -0.7, 1.1, 0.2, 0.9, -0.4];
const cases: Readonly<Record<string, GradientCase>> = {
  add: { inputs: { a: [2, 3, 4], b: [3, 1] }, build: (g, v) => add(g, v('a'), v('b')) },
  'add a bias to rows': { inputs: { a: [2, 3, 4], b: [4] }, build: (g, v) => add(g, v('a'), v('b')) },
  subtract: { inputs: { a: [3, 1], b: [2, 3, 4] }, build: (g, v) => subtract(g, v('a'), v('b')) },
  multiply: { inputs: { a: [2, 3, 4], b: [4] }, build: (g, v) => multiply(g, v('a'), v('b')) },
  'multiply by a scalar': { inputs: { a: [2, 3], b: [] }, build: (g, v) => multiply(g, v('a'), v('b')) },
  negate: { inputs: { a: [5] }, build: (g, v) => negate(g, v('a')) },
  exponential: { inputs: { a: [6] }, build: (g, v) => exponential(g, v('a')), map: (x) => x / 4 },
  sum: { inputs: { a: [3, 4] }, build: (g, v) => reshape(g, sum(g, v('a')), [1]) },
  minimum: { inputs: { a: [16], b: [16] }, build: (g, v) => minimum(g, v('a'), v('b')), map: (x) => 5 * x },
  maximum: { inputs: { a: [16], b: [16] }, build: (g, v) => maximum(g, v('a'), v('b')), map: (x) => 5 * x },
  clamp: { inputs: { a: [16] }, build: (g, v) => clamp(g, v('a'), { low: -3, high: 3 }), map: (x) => 5 * x },
  reshape: { inputs: { a: [2, 6] }, build: (g, v) => reshape(g, v('a'), [2, 2, 3]) },
  transpose: { inputs: { a: [2, 3, 4] }, build: (g, v) => transpose(g, v('a'), [2, 0, 1]) },
  linear: { inputs: { x: [2, 3, 4], w: [5, 4] }, build: (g, v) => linear(g, v('x'), v('w')) },
  'gatherRows with repeated indices': {
    inputs: { table: [5, 3] },
    fixed: { indices: { shape: [2, 3], data: [0n, 4n, 4n, 1n, 4n, 0n] } },
    build: (g, v) => gatherRows(g, v('table'), v('indices')),
  },
  'chooseRows of a batch': {
    inputs: { table: [2, 3, 4] },
    fixed: { indices: { shape: [3], data: [5n, 0n, 2n] } },
    build: (g, v) => chooseRows(g, v('table'), v('indices')),
  },
  rmsNorm: {
    inputs: { x: [2, 3, 8], gain: [8] },
    build: (g, v) => rmsNorm(g, v('x'), { gain: v('gain'), epsilon: 1e-5 }),
  },
  'rmsNorm of heads that share a gain': {
    inputs: { x: [2, 3, 2, 4], gain: [4] },
    build: (g, v) => transpose(g, rmsNorm(g, v('x'), { gain: v('gain'), epsilon: 1e-6 }), [0, 2, 1, 3]),
  },
  swiglu: { inputs: { gate: [3, 4], up: [3, 4] }, build: (g, v) => swiglu(g, v('gate'), v('up')) },
  rotary: {
    inputs: { x: [1, 2, 3, 4] },
    fixed: {
      positions: { shape: [1, 3], data: [0n, 1n, 2n] },
      cosines: { shape: [3, 2], data: angles.map(Math.cos) },
      sines: { shape: [3, 2], data: angles.map(Math.sin) },
      negatedSines: { shape: [3, 2], data: angles.map((angle) => -Math.sin(angle)) },
    },
    build: (g, v) =>
      rotary(g, v('x'), {
        positions: v('positions'),
        cosines: v('cosines'),
        sines: v('sines'),
        negatedSines: v('negatedSines'),
      }),
  },
  attention: {
    inputs: { q: [2, 2, 3, 4], k: [2, 2, 3, 4], v: [2, 2, 3, 4] },
    fixed: { mask: { shape: [1, 1, 3, 3], data: [0, -1e9, -1e9, 0, 0, -1e9, 0, 0, 0] } },
    build: (g, v) => attention(g, v('q'), { key: v('k'), value: v('v'), mask: v('mask') }),
  },
  targetLogProbabilities: {
    inputs: { x: [4, 3], w: [6, 3] },
    fixed: { targets: { shape: [4], data: [5n, 0n, 5n, 2n] } },
    build: (g, v) => targetLogProbabilities(g, v('x'), { weight: v('w'), targets: v('targets') }).logprobs,
  },
  'rowEntropy, head product included': {
    inputs: { x: [4, 3], w: [6, 3] },
    fixed: { targets: { shape: [4], data: [5n, 0n, 5n, 2n] } },
    build: (g, v) => {
      const head = { weight: v('w'), targets: v('targets') };
      return rowEntropy(g, targetLogProbabilities(g, v('x'), head));
    },
  },
};

describe('derived gradients equal finite differences', () => {
  for (const [name, test] of Object.entries(cases)) it(name, () => checkGradients(test));

  it('a value used twice receives both contributions', () =>
    checkGradients({ inputs: { a: [4] }, build: (g, v) => multiply(g, v('a'), add(g, v('a'), v('a'))) }));
});

describe('operations compute', () => {
  it('attention that is masked to the past', async () => {
    const graph = new Graph();
    const input = (name: string): ReturnType<Graph['input']> => graph.input(name, 'float32', [1, 1, 2, 1]);
    const mask = graph.constant(Float32Array.of(0, -1e9, 0, 0), [1, 1, 2, 2]);
    graph.output('y', attention(graph, input('q'), { key: input('k'), value: input('v'), mask }));
    const shape = [1, 1, 2, 1];
    const { y } = await runGraph(graph, {
      q: { shape, data: [1, 1] },
      k: { shape, data: [0, Math.log(3)] },
      v: { shape, data: [8, 4] },
    });
    // The second query weighs its two keys 1 : 3.
    assert.deepEqual(
      [...(y ?? [])].map((x) => Number(x.toFixed(5))),
      [8, 5],
    );
  });

  it('rotary positions in the half-rotation convention', async () => {
    const graph = new Graph();
    const half = (value: number): ReturnType<Graph['input']> =>
      graph.constant(Float32Array.of(value, value), [1, 2]);
    const turned = rotary(graph, graph.input('x', 'float32', [1, 1, 1, 4]), {
      positions: graph.input('positions', 'int64', [1, 1]),
      cosines: half(0),
      sines: half(1),
      negatedSines: half(-1),
    });
    graph.output('y', turned);
    const { y } = await runGraph(graph, {
      x: { shape: [1, 1, 1, 4], data: [1, 2, 3, 4] },
      positions: { shape: [1, 1], data: [0n] },
    });
    // A quarter turn sends (a, b) of each pair (i, i + 2) to (-b, a).
    assert.deepEqual([...(y ?? [])], [-3, -4, 1, 2]);
  });

  it('log-probabilities far below what a float32 probability can hold', async () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', ['rows', 1]);
    const weight = graph.constant(Float32Array.of(0, 200), [2, 1]);
    const { logprobs } = targetLogProbabilities(graph, x, {
      weight,
      targets: graph.input('t', 'int64', ['rows']),
    });
    graph.output('y', logprobs);
    const { y } = await runGraph(graph, { x: { shape: [1, 1], data: [1] }, t: { shape: [1], data: [0n] } });
    assert.equal(y?.[0], -200);
  });
});
