import { Tensor } from 'onnxruntime-node';
import { openSession } from '../../session/session-factory.ts';
import type { Graph } from '../graph.ts';

/** A tensor's values for a test: numbers are float32, bigints int64. */
export interface TestTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[] | readonly bigint[];
}

/** Runs a finished graph once on the CPU provider with one thread and returns its float32 outputs. */
export async function runGraph(
  graph: Graph,
  feeds: Readonly<Record<string, TestTensor>>,
): Promise<Readonly<Record<string, Float32Array>>> {
  const session = await openSession(graph.encode(), { provider: 'cpu', threads: 1 });
  try {
    const outputs = await session.run(
      Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toTensor(tensor)])),
    );
    return Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [name, value.data as Float32Array]),
    );
  } finally {
    await session.release();
  }
}

function toTensor({ shape, data }: TestTensor): Tensor {
  return typeof data[0] === 'bigint'
    ? new Tensor('int64', BigInt64Array.from(data as readonly bigint[]), [...shape])
    : new Tensor('float32', Float32Array.from(data as readonly number[]), [...shape]);
}
