import { Tensor } from 'onnxruntime-node';
import { Graph } from '../graph/graph.ts';
import { outputFloats } from '../train/parameter-store.ts';
import { openSession, type Provider } from './session-factory.ts';

/**
 * Opens a session on `provider`, runs an addition on it and checks the sum.
 * @throws TwinZeroError when the provider cannot be opened, Error when it computes wrongly.
 */
export async function tryProvider(provider: Provider): Promise<void> {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  graph.output('sum', graph.node('Add', [x, x], { shape: [2] }));
  const session = await openSession(graph.encode(), { provider, threads: 1 });
  try {
    const outputs = await session.run({ x: new Tensor('float32', Float32Array.of(1, 20), [2]) });
    const values = [...outputFloats(outputs, 'sum')];
    if (values.join() !== '2,40') throw new Error(`1 + 1 and 20 + 20 gave ${values.join(' and ')}`);
  } finally {
    await session.release();
  }
}
