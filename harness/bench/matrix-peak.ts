import { Tensor } from 'onnxruntime-node';
import { Random } from '../core/random.ts';
import { Graph, type Value } from '../engine/embedded/graph/graph.ts';
import {
  openSession,
  type Provider,
  type SessionOptions,
} from '../engine/embedded/session/session-factory.ts';
import { median } from './throughput.ts';

/** Speed of ONNX Runtime's product of square float32 matrices on a provider. */
export interface MatrixPeak {
  /** Floating-point operations per second, in units of 10^9. */
  readonly gigaflops: number;
  /** Rows of a matrix. */
  readonly size: number;
}

/** Rows of a matrix, and products in a chain: enough that neither the copies to a card nor a call weigh much. */
const extents: Readonly<Record<Provider, { readonly size: number; readonly products: number }>> = {
  cpu: { size: 1024, products: 16 },
  webgpu: { size: 4096, products: 33 },
  cuda: { size: 8192, products: 33 },
};

const rounds = 5;

/**
 * Measures the provider's peak: the median over rounds of a chain of products, less a chain of one, so that copying
 * the two matrices in and calling ONNX Runtime do not count.
 */
export async function matrixPeak(
  options: SessionOptions,
  extent: { readonly size: number; readonly products: number } = extents[options.provider],
): Promise<MatrixPeak> {
  const { size, products } = extent;
  const random = Random.seeded(0).fork('matrix-peak');
  // Deviation 1 / sqrt(size) keeps the elements of every product near those of the first.
  const block = Float32Array.from({ length: 65_521 }, () => random.normal() / Math.sqrt(size));
  const matrix = (): Tensor => {
    const from = random.below(block.length);
    const data = Float32Array.from({ length: size * size }, (_, i) => block[(from + i) % block.length] ?? 0);
    return new Tensor('float32', data, [size, size]);
  };
  const feeds = { x: matrix(), y: matrix() };
  const timed = async (length: number): Promise<number> => {
    const session = await openSession(chain(size, length), options);
    try {
      const times: number[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const start = performance.now();
        await session.run(feeds);
        if (round > 0) times.push(performance.now() - start);
      }
      return median(times.sort((a, b) => a - b));
    } finally {
      await session.release();
    }
  };
  const ms = (await timed(products)) - (await timed(1));
  return { gigaflops: Math.round((2 * size ** 3 * (products - 1)) / ms / 1e5) / 10, size };
}

/** The bytes of a model that multiplies `x` by `y` `length` times and returns the mean of the last product's rows. */
function chain(size: number, length: number): Uint8Array {
  const graph = new Graph();
  const shape = [size, size];
  let x: Value = graph.input('x', 'float32', shape);
  const y = graph.input('y', 'float32', shape);
  for (let i = 0; i < length; i += 1) x = graph.node('MatMul', [x, y], { shape });
  graph.output('mean', graph.node('ReduceMean', [x, graph.integers([0])], { shape: [1, size] }));
  return graph.encode();
}
