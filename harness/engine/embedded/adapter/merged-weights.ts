import type { NamedTensor } from '../folder/named-tensors.ts';
import type { Weights } from '../folder/weights.ts';
import { lowRankNames, scalingOf } from './low-rank-adapter.ts';

/** The base with an adapter's updates added to its matrices, W + scaling B A; the other tensors are the base's own. */
export function mergedWeights(base: Weights, { config, tensors }: Weights): Weights {
  const { adapter } = config;
  if (adapter === undefined) return base;
  const merged = new Map(base.tensors);
  for (const module of adapter.modules) {
    const names = lowRankNames(module);
    const [weight, a, b] = [base.tensors.get(`${module}.weight`), tensors.get(names.a), tensors.get(names.b)];
    if (weight && a && b)
      merged.set(`${module}.weight`, updated(weight, { a, b, scaling: scalingOf(adapter) }));
  }
  return { config: base.config, tensors: merged };
}

/** Row by row in float64, rounded once. */
function updated(
  weight: NamedTensor,
  { a, b, scaling }: { readonly a: NamedTensor; readonly b: NamedTensor; readonly scaling: number },
): NamedTensor {
  const [rows = 0, columns = 0] = weight.shape;
  const [rank = 0] = a.shape;
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const sum = Float64Array.from(weight.data.subarray(row * columns, (row + 1) * columns));
    for (let k = 0; k < rank; k += 1) {
      const factor = scaling * (b.data[row * rank + k] as number);
      for (let i = 0; i < columns; i += 1)
        sum[i] = (sum[i] as number) + factor * (a.data[k * columns + i] as number);
    }
    data.set(sum, row * columns);
  }
  return { shape: weight.shape, data };
}
