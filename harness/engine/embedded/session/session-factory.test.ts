import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Tensor } from 'onnxruntime-node';
import { Graph } from '../graph/graph.ts';
import { explainFailure } from './explain-failure.ts';
import { openSession } from './session-factory.ts';

describe('a session', () => {
  it('says how much memory a run could not have, and runs on', async () => {
    const graph = new Graph();
    const shape = graph.input('shape', 'int64', [2]);
    graph.output(
      'sum',
      graph.node('ReduceSum', [graph.node('Expand', [graph.scalar(1), shape], { shape: ['a', 'b'] })], {
        shape: [],
        attributes: { keepdims: 0 },
      }),
    );
    const session = await openSession(graph.encode(), { provider: 'cpu', threads: 1 });
    const run = (side: bigint): Promise<unknown> =>
      session.run({ shape: new Tensor('int64', BigInt64Array.of(side, side), [2]) });
    // 4 TB: more than any machine gives.
    await assert.rejects(run(1_000_000n), {
      name: 'TwinZeroError',
      kind: 'engine',
      message:
        /^a run on provider cpu took (3725\.29 GiB of )?memory that could not be had: take fewer lanes, /,
    });
    assert.equal(((await run(3n)) as { sum: Tensor }).sum.data[0], 9);
    await session.release();
  });

  it('leaves every other failure as it is', () => {
    for (const error of [new Error('Got invalid dimensions'), 'text', new TypeError('x')])
      assert.equal(explainFailure(error, 'a run'), error);
  });
});
