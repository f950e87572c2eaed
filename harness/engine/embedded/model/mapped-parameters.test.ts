import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Tensor } from 'onnxruntime-node';
import { Random } from '../../../core/random.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { gatherRows } from '../graph/ops/gather-rows.ts';
import { linear } from '../graph/ops/linear.ts';
import { openSession } from '../session/session-factory.ts';
import { outputFloats } from '../train/parameter-store.ts';
import { mappedParameters } from './mapped-parameters.ts';

const [rows, columns] = [1100, 256];
const random = Random.seeded(6);
/** Numbers that bfloat16 holds. */
const stored = Uint16Array.from({ length: rows * columns }, () => {
  const value = Float32Array.of(random.normal());
  return (new Uint32Array(value.buffer)[0] ?? 0) >>> 16;
});
const weights = new Float32Array(Uint32Array.from(stored, (bits) => bits << 16).buffer);
const x = Float32Array.from({ length: 8 * columns }, () => random.normal());

/** x W^T and some rows of W. */
async function results(
  parameter: (graph: Graph) => Value,
  feeds: Readonly<Record<string, Tensor>>,
  folder?: string,
): Promise<readonly Float32Array[]> {
  const graph = new Graph();
  const weight = parameter(graph);
  graph.output('product', linear(graph, graph.input('x', 'float32', [8, columns]), weight));
  graph.output('rows', gatherRows(graph, weight, graph.input('ids', 'int64', [3])));
  const mapped = folder === undefined ? {} : { mapped: { folder, requireMappable: () => Promise.resolve() } };
  const session = await openSession(graph.encode(), { provider: 'cpu', threads: 1, ...mapped });
  const outputs = await session.run({
    ...feeds,
    x: new Tensor('float32', x, [8, columns]),
    ids: new Tensor('int64', BigInt64Array.of(1099n, 0n, 512n), [3]),
  });
  await session.release();
  return ['product', 'rows'].map((name) => outputFloats(outputs, name));
}

describe('parameters that stay in their files', () => {
  for (const [form, mostBytes] of [
    ['whole', 2 ** 24],
    ['in blocks of rows', 2 ** 18],
  ] as const)
    it(`give the bits of the same numbers fed as float32, widened ${form}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'twinzero-mapped-'));
      try {
        // At an odd place, as a header of any length may leave it.
        await writeFile(join(folder, 'w'), Buffer.concat([Buffer.alloc(77), Buffer.from(stored.buffer)]));
        const data = { file: 'w', start: 77, bytes: 2 * rows * columns };
        const tensors = new Map([['w', { shape: [rows, columns], type: 'bfloat16', data } as const]]);
        const mapped = (graph: Graph): Value => mappedParameters({ tensors }, mostBytes)(graph)('w');
        const graph = new Graph();
        assert.equal(mapped(graph).blocks?.length, form === 'whole' ? undefined : 5);
        const fed = (inner: Graph): Value => inner.input('w', 'float32', [rows, columns]);
        const feeds = { w: new Tensor('float32', weights, [rows, columns]) };
        assert.deepEqual(await results(mapped, {}, folder), await results(fed, feeds));
      } finally {
        await rm(folder, { recursive: true });
      }
    });
});
