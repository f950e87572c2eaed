import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { gradients } from './gradients.ts';
import { Graph } from './graph.ts';
import { LoopBody } from './loop-body.ts';
import { sum } from './ops/arithmetic.ts';
import { linear } from './ops/linear.ts';
import { loop } from './ops/loop.ts';

const ops = (graph: Graph): readonly string[] => graph.parts().nodes.map(({ op }) => op);

describe('a graph', () => {
  it('leaves out what leads to no output: nodes, and constants that only they read', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', [2]);
    graph.node('Mul', [graph.node('Exp', [x], { shape: [2] }), graph.scalar(3)], { shape: [2] });
    graph.output('y', graph.node('Add', [x, graph.scalar(2)], { shape: [2] }));
    assert.deepEqual(ops(graph), ['Add', 'Identity']);
    assert.deepEqual(
      graph.parts().constants.map(({ name }) => name),
      ['scalar:2'],
    );
  });

  it('works out the gradient of a frozen matrix no more than that of its input', () => {
    for (const trained of ['x', 'w'] as const) {
      const graph = new Graph();
      const values = { x: graph.input('x', 'float32', [5, 3]), w: graph.input('w', 'float32', [2, 3]) };
      const loss = sum(graph, linear(graph, values.x, values.w));
      const [gradient] = gradients(graph, loss, [values[trained]]);
      assert.ok(gradient);
      graph.output('gradient', gradient);
      assert.deepEqual(gradient.shape, values[trained].shape);
      // The product itself is read for its shape alone.
      assert.equal(ops(graph).filter((op) => op === 'FusedMatMul').length, 2);
    }
  });

  it('keeps what only the body of a loop reads', () => {
    const graph = new Graph();
    const outer = graph.node('Exp', [graph.input('x', 'float32', [1])], { shape: [1] });
    const body = new LoopBody({ carried: new Set(['y']), shared: new Set() });
    const y = body.input('y', 'float32', [1]);
    body.finish([body.node('Add', [y, outer], { shape: [1] })], {});
    const steps = graph.input('steps', 'int64', []);
    const { carried } = loop(graph, body, {
      steps,
      initial: [graph.input('start', 'float32', [1])],
      scans: [],
    });
    assert.ok(carried[0]);
    graph.output('end', carried[0]);
    assert.deepEqual(ops(graph), ['Exp', 'Loop', 'Identity']);
  });
});
