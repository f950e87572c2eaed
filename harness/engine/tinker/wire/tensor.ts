import { z } from 'zod';
import { absent } from './absent.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { publicDtype, rawKind, rawKinds, readNumbers, writeNumbers } from './raw-numbers.ts';

/** A number of a tensor; JSON writes one that is not finite as null. */
const element = z.union([z.number(), z.null().transform(() => NaN)]);
const index = z.array(z.int().nonnegative());

/**
 * A tensor: flat row-major `data`, or the values of a compressed sparse row matrix where both index lists are given
 * (`shape` is then the matrix's).
 */
export const tensor = z.object({
  data: z.array(element),
  dtype: z.enum(['float32', 'int64']),
  shape: absent(z.array(z.int().nonnegative())),
  sparse_crow_indices: absent(index),
  sparse_col_indices: absent(index),
});

/** A `tensor`. */
export type WireTensor = z.output<typeof tensor>;

/** The tensor of one axis. */
export function vector(data: readonly number[], dtype: WireTensor['dtype'] = 'float32'): WireTensor {
  return { data: [...data], dtype, shape: [data.length] };
}

/** The message Tensor. */
export interface ProtoTensor {
  readonly encoding:
    | { readonly case: 'dense'; readonly value: Uint8Array }
    | {
        readonly case: 'sparseCsr';
        readonly value: {
          readonly values: Uint8Array;
          readonly crowIndices: Uint8Array;
          readonly colIndices: Uint8Array;
        };
      }
    | { readonly case: undefined };
  readonly dtype: number;
  readonly shape: readonly bigint[];
}

/** A tensor as protobuf has it. */
export function toProtoTensor(written: WireTensor): ProtoTensor {
  const { data, dtype, shape, sparse_crow_indices: crow, sparse_col_indices: col } = written;
  const value = writeNumbers(data, dtype);
  return {
    encoding:
      crow !== undefined && col !== undefined
        ? {
            case: 'sparseCsr',
            value: {
              values: value,
              crowIndices: writeNumbers(crow, 'int64'),
              colIndices: writeNumbers(col, 'int64'),
            },
          }
        : { case: 'dense', value },
    dtype: rawKinds[dtype],
    shape: (shape ?? []).map(BigInt),
  };
}

/**
 * A tensor that protobuf has; one without a shape has none.
 * @throws TwinZeroError `data` for bytes that are no such numbers.
 */
export function ofProtoTensor({ encoding, dtype, shape }: ProtoTensor, where: string): WireTensor {
  const kind = rawKind(dtype, where);
  const read = {
    dtype: publicDtype(kind),
    ...(shape.length > 0 && { shape: shape.map(Number) }),
  };
  if (encoding.case === 'dense') return { data: [...readNumbers(encoding.value, kind, where)], ...read };
  if (encoding.case === undefined) throw new TwinZeroError('data', `${where}: a tensor without data`);
  const { values, crowIndices, colIndices } = encoding.value;
  return {
    data: [...readNumbers(values, kind, where)],
    ...read,
    sparse_crow_indices: [...readNumbers(crowIndices, 'int64', where)],
    sparse_col_indices: [...readNumbers(colIndices, 'int64', where)],
  };
}
