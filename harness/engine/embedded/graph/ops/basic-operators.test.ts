import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Graph } from '../graph.ts';
import { runGraph, type TestTensor } from '../testing/run-graph.ts';
import { matrixProduct } from './matrix-product.ts';
import { scatterAddRows } from './scatter-add-rows.ts';

function counting(shape: readonly number[]): TestTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Array.from({ length: size }, (_, i) => ((i * 7) % 11) - 5) };
}

const rows = (shape: readonly number[], transposed: boolean): number[] =>
  transposed ? [...shape.slice(0, -2), shape.at(-1) ?? 1, shape.at(-2) ?? 1] : [...shape];

describe('basic operators give what fused ones give', () => {
  for (const lead of [[], [3], [2, 3]])
    for (const transA of [false, true])
      for (const transB of [false, true])
        it(`matrixProduct, lead [${lead.join()}]${transA ? ', a transposed' : ''}${transB ? ', b transposed' : ''}`, async () => {
          const feeds = {
            a: counting(rows([...lead, 4, 5], transA)),
            b: counting(rows([...lead, 5, 2], transB)),
          };
          const outputs = await Promise.all(
            (['fused', 'basic'] as const).map((operators) => {
              const graph = new Graph({ operators });
              const [a, b] = [
                graph.input('a', 'float32', feeds.a.shape),
                graph.input('b', 'float32', feeds.b.shape),
              ];
              const options = { shape: [...lead, 4, 2], transA, transB, alpha: 0.5 };
              graph.output('product', matrixProduct(graph, a, b, options));
              return runGraph(graph, feeds);
            }),
          );
          // Small integers: exact in float32 whatever the order of summation.
          assert.deepEqual(outputs[1], outputs[0]);
        });

  it('scatterAddRows, with repeated indices', async () => {
    const feeds = {
      indices: { shape: [4], data: [2n, 0n, 2n, 2n] },
      rows: { shape: [4, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] },
    };
    const graph = new Graph({ operators: 'basic' });
    const target = graph.constant(new Float32Array(6), [3, 2]);
    const indices = graph.input('indices', 'int64', [4]);
    const added = graph.input('rows', 'float32', [4, 2]);
    graph.output('sum', scatterAddRows(graph, { target, indices, rows: added }));
    assert.deepEqual((await runGraph(graph, feeds))['sum'], Float32Array.of(3, 4, 0, 0, 13, 16));
  });
});
