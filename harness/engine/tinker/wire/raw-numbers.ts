import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** Kinds of numbers in protobuf bodies, by their number in the enumeration DType; all little endian. */
export const rawKinds = { float32: 1, int64: 2, int32: 3, bfloat16: 4 } as const;

/** A key of `rawKinds`. */
export type RawKind = keyof typeof rawKinds;

const readers: Readonly<Record<RawKind, (bytes: Buffer) => readonly number[]>> = {
  float32: (bytes) => every(bytes, 4, (at) => bytes.readFloatLE(at)),
  int32: (bytes) => every(bytes, 4, (at) => bytes.readInt32LE(at)),
  int64: (bytes) => every(bytes, 8, (at) => Number(bytes.readBigInt64LE(at))),
  // The upper half of a float32.
  bfloat16: (bytes) =>
    every(bytes, 2, (at) => {
      const whole = Buffer.alloc(4);
      whole.writeUInt16LE(bytes.readUInt16LE(at), 2);
      return whole.readFloatLE(0);
    }),
};

/** Bytes of one number. */
export const rawWidth: Readonly<Record<RawKind, number>> = { float32: 4, int64: 8, int32: 4, bfloat16: 2 };

function every(bytes: Buffer, width: number, read: (at: number) => number): number[] {
  return Array.from({ length: bytes.length / width }, (_, i) => read(i * width));
}

/**
 * Numbers of raw bytes.
 * @throws TwinZeroError `data` for a part of a number, and for an integer that a number can't hold.
 */
export function readNumbers(bytes: Uint8Array, kind: RawKind, where: string): readonly number[] {
  if (bytes.length % rawWidth[kind] !== 0)
    throw new TwinZeroError('data', `${where}: ${bytes.length} bytes are no whole number of ${kind}`);
  const numbers = readers[kind](Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (kind === 'int64' && !numbers.every((value) => Number.isSafeInteger(value)))
    throw new TwinZeroError('data', `${where}: holds an integer beyond 9007199254740991`);
  return numbers;
}

/** Raw bytes of numbers; integers are rounded down nowhere: what is none is the caller's defect. */
export function writeNumbers(numbers: readonly number[], kind: Exclude<RawKind, 'bfloat16'>): Uint8Array {
  const bytes = Buffer.alloc(numbers.length * rawWidth[kind]);
  for (const [i, value] of numbers.entries()) {
    if (kind === 'float32') bytes.writeFloatLE(value, 4 * i);
    else if (kind === 'int32') bytes.writeInt32LE(value, 4 * i);
    else bytes.writeBigInt64LE(BigInt(value), 8 * i);
  }
  return bytes;
}

/**
 * The kind that a number of the enumeration DType stands for.
 * @throws TwinZeroError `data` for one that stands for none.
 */
export function rawKind(dtype: number, where: string): RawKind {
  const found = (Object.keys(rawKinds) as RawKind[]).find((kind) => rawKinds[kind] === dtype);
  if (found === undefined) throw new TwinZeroError('data', `${where}: unknown dtype ${dtype}`);
  return found;
}

/** What the public wire calls it: integers are int64, others float32. */
export function publicDtype(kind: RawKind): 'float32' | 'int64' {
  return kind === 'int64' || kind === 'int32' ? 'int64' : 'float32';
}
