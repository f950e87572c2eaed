import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lowRankNames, type LowRankAdapter } from '../adapter/low-rank-adapter.ts';
import { adaptableMatrices, adapterShapes } from '../adapter/trained-shapes.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { gradients } from '../graph/gradients.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { checkGradients } from '../graph/testing/check-gradients.ts';
import { runGraph } from '../graph/testing/run-graph.ts';
import { tinyConfig } from '../testing/tiny-model.ts';
import { lossTerms } from './loss-terms.ts';
import { projectionOf } from './projection.ts';
import { scoringGraph } from './scoring-graph.ts';
import { trainingGraph } from './training-graph.ts';

const module = 'model.layers.0.mlp.up_proj';
const names = lowRankNames(module);
const adapter: LowRankAdapter = { rank: 2, alpha: 3, rankStabilised: false, modules: [module] };
const inputs = { x: [2, 3, 4], [`${module}.weight`]: [5, 4], [names.a]: [2, 4], [names.b]: [5, 2] };

describe('a projection', () => {
  it('adds scaling B A to the matrix that an adapter names', async () => {
    for (const [rankStabilised, scaling] of [
      [false, 3 / 2],
      [true, 3 / Math.sqrt(2)],
    ] as const) {
      const graph = new Graph();
      const value = (name: string, shape: readonly number[]): Value => graph.input(name, 'float32', shape);
      const parameters = new Map([
        [`${module}.weight`, value('w', [1, 2])],
        [names.a, value('a', [2, 2])],
        [names.b, value('b', [1, 2])],
      ]);
      const project = projectionOf(graph, { adapter: { ...adapter, rankStabilised } }, (name) => {
        const found = parameters.get(name);
        assert.ok(found, name);
        return found;
      });
      graph.output('y', project(value('x', [1, 2]), module));
      const { y } = await runGraph(graph, {
        x: { shape: [1, 2], data: [1, 2] },
        w: { shape: [1, 2], data: [10, 100] },
        a: { shape: [2, 2], data: [1, 0, 0, 3] },
        b: { shape: [1, 2], data: [5, 7] },
      });
      // W x = 210; A x = (1, 6); B A x = 47.
      assert.ok(Math.abs((y?.[0] ?? NaN) - (210 + scaling * 47)) < 1e-4, `${y?.[0]}`);
    }
  });

  it('has the gradients of its input, matrix and low-rank factors', () =>
    checkGradients({
      inputs,
      build: (graph, value) => projectionOf(graph, { adapter }, value)(value('x'), module),
    }));

  it('leaves a matrix that the adapter does not name as it is', () => {
    const graph = new Graph();
    const asked: string[] = [];
    const parameter = (name: string): Value => {
      asked.push(name);
      return graph.input(name, 'float32', [5, 4]);
    };
    const other = 'model.layers.1.mlp.up_proj';
    projectionOf(graph, { adapter }, parameter)(graph.input('x', 'float32', [2, 4]), other);
    assert.deepEqual(asked, [`${other}.weight`]);
  });
});

/** Matrix products of the whole graph that trains a model, and of its forward part alone. */
function products(config: ModelConfig): { readonly forward: number; readonly backward: number } {
  const { graph, trained, scores } = scoringGraph(config, { maxTokens: 64 });
  const { loss } = lossTerms(graph, scores, { kind: 'cross_entropy', reduction: 'token-mean' });
  graph.output('loss', loss);
  const count = (): number => graph.parts().nodes.filter(({ op }) => op === 'FusedMatMul').length;
  const forward = count();
  for (const [index, gradient] of gradients(graph, loss, [...trained.values()]).entries())
    graph.output(`gradient ${index}`, gradient);
  return { forward, backward: count() - forward };
}

describe('the training graph of an adapter', () => {
  const modules = [...adaptableMatrices(tinyConfig).keys()];
  const adapted = { ...tinyConfig, adapter: { ...adapter, modules } };

  it('gives gradients of the low-rank factors and of nothing else', () => {
    const { bytes } = trainingGraph(
      adapted,
      { kind: 'cross_entropy', reduction: 'token-mean' },
      { maxTokens: 64 },
    );
    const named = Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/gradient:([\w.]+)/gu);
    const found = new Set([...named].map(([, name = '']) => name));
    assert.deepEqual(
      [...found].toSorted(),
      adapterShapes(adapted)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it('multiplies for no gradient of a frozen matrix', () => {
    const matrices = 7 * tinyConfig.layers;
    const attention = 2 * tinyConfig.layers;
    assert.equal(modules.length, matrices);
    assert.deepEqual(products(tinyConfig), {
      forward: matrices + attention + 1,
      backward: 2 * (matrices + attention + 1),
    });
    // Queries, keys and values of the first layer see embeddings, which have no gradient.
    const towardsInputs = matrices - 3;
    assert.deepEqual(products(adapted), {
      forward: 3 * matrices + attention + 1,
      // Inputs through each matrix and its A; A, B and the narrow values between them; attention; the head's input.
      backward: 2 * towardsInputs + 3 * matrices + 2 * attention + 1,
    });
  });
});
