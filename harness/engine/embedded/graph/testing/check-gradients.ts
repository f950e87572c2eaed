import assert from 'node:assert/strict';
import { Random } from '../../../../core/random.ts';
import { gradients } from '../gradients.ts';
import { Graph, type Value } from '../graph.ts';
import { multiply, sum } from '../ops/arithmetic.ts';
import { runGraph, type TestTensor } from './run-graph.ts';

/** A function under test: its differentiable inputs by name and shape, and inputs it reads but is not differentiated by. */
export interface GradientCase {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly fixed?: Readonly<Record<string, TestTensor>>;
  readonly build: (graph: Graph, value: (name: string) => Value) => Value;
  /** Values are drawn standard normal, then mapped; keeps away from kinks and poles. */
  readonly map?: (draw: number) => number;
}

const step = 1e-2;

/**
 * Compares each input's derived gradient with central differences along that gradient's own direction: the ratio of
 * the two must be 1 within 0.5 %, which float32 forward passes leave room for.
 */
export async function checkGradients(test: GradientCase): Promise<void> {
  const random = Random.seeded(7);
  const map = test.map ?? ((draw: number) => draw);
  const point = Object.fromEntries(
    Object.entries(test.inputs).map(([name, shape]) => [
      name,
      { shape, data: draws(random, size(shape)).map(map) },
    ]),
  );
  const graph = buildLoss(test, random);
  const at = (feeds: Record<string, TestTensor>): ReturnType<typeof runGraph> =>
    runGraph(graph, { ...test.fixed, ...feeds });
  const analytic = await at(point);
  for (const [name, tensor] of Object.entries(point)) {
    const gradient = analytic[`d ${name}`] ?? new Float32Array();
    const norm = Math.sqrt(gradient.reduce((total, g) => total + g * g, 0));
    assert.ok(norm > 1e-3, `the gradient of ${name} vanishes: the case tests nothing`);
    const moved = (sign: number): Record<string, TestTensor> => ({
      ...point,
      [name]: {
        shape: tensor.shape,
        data: tensor.data.map((x, i) => x + (sign * step * (gradient[i] as number)) / norm),
      },
    });
    const [up, down] = [await at(moved(1)), await at(moved(-1))];
    const numeric = ((up['loss']?.[0] ?? NaN) - (down['loss']?.[0] ?? NaN)) / (2 * step);
    assert.ok(Math.abs(numeric / norm - 1) < 5e-3, `${name}: finite difference ${numeric}, derived ${norm}`);
  }
}

/** Ends the graph in a scalar by a fixed random weighting, so that every output element matters. */
function buildLoss(test: GradientCase, random: Random): Graph {
  const graph = new Graph();
  const values = new Map<string, Value>();
  for (const [name, shape] of Object.entries(test.inputs))
    values.set(name, graph.input(name, 'float32', shape));
  for (const [name, { shape, data }] of Object.entries(test.fixed ?? {}))
    values.set(name, graph.input(name, typeof data[0] === 'bigint' ? 'int64' : 'float32', shape));
  const output = test.build(graph, (name) => values.get(name) as Value);
  const shape = output.shape as readonly number[];
  const weights = graph.constant(Float32Array.from(draws(random, size(shape))), shape);
  const loss = sum(graph, multiply(graph, output, weights));
  const names = Object.keys(test.inputs);
  const found = gradients(
    graph,
    loss,
    names.map((name) => values.get(name) as Value),
  );
  graph.output('loss', loss);
  for (const [index, name] of names.entries()) graph.output(`d ${name}`, found[index] as Value);
  return graph;
}

function draws(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.normal());
}

function size(shape: readonly number[]): number {
  return shape.reduce((total, n) => total * n, 1);
}
