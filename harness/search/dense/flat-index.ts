import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { bestHits, type Hit } from '../best-hits.ts';
import type { DenseSpec } from './dense-spec.ts';
import type { Vectors } from './embed-corpus.ts';

/** Finds the `topK` nearest of the vectors, nearest first, equally near ones by position. */
export type FlatIndex = (query: Float32Array, topK: number) => readonly Hit[];

/**
 * An index that compares a query with every vector, as FAISS's flat indexes do; sums are in float64.
 * @throws TwinZeroError `engine` under `cosine` for a vector of length 0, which has no direction.
 */
export function flatIndex({ data, size }: Vectors, metric: DenseSpec['metric']): FlatIndex {
  const count = data.length / size;
  const rows = Array.from({ length: count }, (_, i) => data.subarray(i * size, (i + 1) * size));
  const compared = metric === 'cosine' ? rows.map(unit) : rows;
  // |q - d|² is |q|² - 2 (q·d - |d|²/2), and |q|² is the same for all.
  const offsets = compared.map((row) => (metric === 'cosine' ? 0 : -product(row, row) / 2));
  return (query, topK) => {
    const asked = metric === 'cosine' ? unit(query) : query;
    const scores = Float64Array.from(compared, (row, i) => product(asked, row) + (offsets[i] ?? 0));
    return bestHits(scores, { topK, above: -Infinity });
  };
}

function product(first: Float32Array, second: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < first.length; i += 1) sum += (first[i] ?? 0) * (second[i] ?? 0);
  return sum;
}

/** A vector scaled to length 1. */
export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(product(vector, vector));
  if (!(length > 0))
    throw new TwinZeroError(
      'engine',
      'the encoder gave a vector of length 0, which is near to nothing: its weights are broken, or take the metric l2',
    );
  return vector.map((value) => value / length);
}
