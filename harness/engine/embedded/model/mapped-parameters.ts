import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { MappedTensor, MappedWeights } from '../folder/mapped-weights.ts';
import { sizeOf } from '../folder/named-tensors.ts';
import type { Value } from '../graph/graph.ts';
import { asFloat32 } from '../graph/ops/as-float32.ts';
import type { ParameterSource } from './parameter-ports.ts';

/**
 * Most bytes that a matrix, or a block of its rows, takes as float32: half of what glibc takes from its heap instead of
 * asking the system for fresh pages each time, and about what the caches of a core hold.
 */
const mostWidenedBytes = 2 ** 24;

/**
 * Parameters as constants of the graph that stay in their files. A matrix keeps the type in which it is stored and is
 * widened where it is used, for the time of its use; the vectors are small.
 */
export function mappedParameters(
  weights: Pick<MappedWeights, 'tensors'>,
  mostBytes: number = mostWidenedBytes,
): ParameterSource {
  return (graph) => {
    const blocksOf = (name: string, tensor: MappedTensor): Pick<Value, 'blocks'> =>
      inBlocks(tensor, mostBytes, (part) => graph.mapped({ ...part, name: `${name}:${part.name}` }));
    const made = new Map<string, Value>();
    return (name) => {
      const known = made.get(name);
      if (known !== undefined) return known;
      const tensor = weights.tensors.get(name);
      if (tensor === undefined) throw new TwinZeroError('internal', `the mapped folder holds no ${name}`);
      const stored = graph.mapped({ name, ...tensor });
      const value =
        tensor.shape.length === 1 ? asFloat32(graph, stored) : { ...stored, ...blocksOf(name, tensor) };
      made.set(name, value);
      return value;
    };
  };
}

/** The blocks of a matrix that is to be widened and large: constants over parts of its bytes. */
function inBlocks(
  { shape, type, data }: MappedTensor,
  mostBytes: number,
  declare: (part: MappedTensor & { readonly name: string }) => Value,
): Pick<Value, 'blocks'> {
  const [rows = 0, columns = 0] = shape;
  if (type === 'float32' || 4 * sizeOf(shape) <= mostBytes) return {};
  // A power of 2: the tail of a block that the kernels' widths do not divide gets other last digits than in the whole.
  const most = 2 ** Math.max(0, Math.floor(Math.log2(mostBytes / 4 / columns)));
  const rowBytes = data.bytes / rows;
  const blocks = Array.from({ length: Math.ceil(rows / most) }, (_, block) => {
    const from = block * most;
    const count = Math.min(most, rows - from);
    return declare({
      name: `${from}`,
      type,
      shape: [count, columns],
      data: { file: data.file, start: data.start + from * rowBytes, bytes: count * rowBytes },
    });
  });
  return { blocks };
}
