import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { publicDtype, rawKind, rawKinds, rawWidth, readNumbers, writeNumbers } from './raw-numbers.ts';
import type { WireTensor } from './tensor.ts';

/** One array of every datum, one after the other; `offsets` are n + 1 byte offsets. */
interface ProtoBatchedTensor {
  readonly data: Uint8Array;
  readonly offsets: Uint8Array;
  readonly dtype: number;
  readonly trailingShape: readonly bigint[];
}

/** The message ArrayRecord: outputs of several data, field by field. */
export interface ProtoRecord {
  readonly typeTag: string;
  readonly fields: Readonly<Record<string, ProtoBatchedTensor>>;
  readonly numDatums: bigint;
}

type Outputs = Readonly<Record<string, WireTensor>>;

/** Outputs of data, which all have the same fields, as one record. */
export function toProtoRecord(typeTag: string, outputs: readonly Outputs[]): ProtoRecord {
  const names = Object.keys(outputs[0] ?? {});
  return {
    typeTag,
    fields: Object.fromEntries(names.map((name) => [name, batched(outputs, name)])),
    numDatums: BigInt(outputs.length),
  };
}

function batched(outputs: readonly Outputs[], name: string): ProtoBatchedTensor {
  const tensors = outputs.map((output) => {
    const found = output[name];
    if (found === undefined) throw new TwinZeroError('internal', `an output without ${name}`);
    return found;
  });
  const { dtype = 'float32', shape } = tensors[0] ?? {};
  let at = 0;
  const offsets = [0, ...tensors.map(({ data }) => (at += data.length * rawWidth[dtype]))];
  return {
    data: writeNumbers(
      tensors.flatMap(({ data }) => data),
      dtype,
    ),
    offsets: writeNumbers(offsets, 'int64'),
    dtype: rawKinds[dtype],
    trailingShape: (shape ?? []).slice(1).map(BigInt),
  };
}

/**
 * Outputs of each datum of several records.
 * @throws TwinZeroError `data` for offsets that do not cut the numbers into one piece a datum.
 */
export function ofProtoRecords(records: readonly ProtoRecord[], where: string): Record<string, WireTensor>[] {
  return records.flatMap(({ fields, numDatums }) => {
    const outputs = Array.from({ length: Number(numDatums) }, (): Record<string, WireTensor> => ({}));
    for (const [name, tensor] of Object.entries(fields)) {
      const pieces = cut(tensor, `${where}, ${name}`);
      if (pieces.length !== outputs.length)
        throw new TwinZeroError(
          'data',
          `${where}: ${pieces.length} arrays ${name} for the ${outputs.length} data of a record`,
        );
      for (const [i, piece] of pieces.entries()) (outputs[i] as Record<string, WireTensor>)[name] = piece;
    }
    return outputs;
  });
}

function cut({ data, offsets, dtype, trailingShape }: ProtoBatchedTensor, where: string): WireTensor[] {
  const kind = rawKind(dtype, where);
  const bounds = readNumbers(offsets, 'int64', where);
  if (bounds[0] !== 0 || bounds.at(-1) !== data.length)
    throw new TwinZeroError('data', `${where}: offsets that do not span the ${data.length} bytes of data`);
  const rowShape = trailingShape.map(Number);
  const rowSize = rowShape.reduce((product, size) => product * size, 1);
  return bounds.slice(1).map((end, i) => {
    const start = bounds[i] ?? 0;
    if (end < start)
      throw new TwinZeroError('data', `${where}: offsets that go back from ${start} to ${end}`);
    const numbers = [...readNumbers(data.subarray(start, end), kind, where)];
    return { data: numbers, dtype: publicDtype(kind), shape: [numbers.length / rowSize, ...rowShape] };
  });
}
