import * as zlib from 'node:zlib';
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Choice of what is read of a parquet file. */
export interface ParquetOptions {
  /** Columns that must be there; the file may have others. Default: every column. */
  readonly columns?: readonly string[] | undefined;
  /** Columns read where they are there. */
  readonly optional?: readonly string[] | undefined;
}

/**
 * Streams a parquet file one row group at a time, reading no column that is not asked for. Whole numbers of 64 bits come as
 * numbers, and as text where a number can't hold them.
 * @yields each row, a record by column, in file order.
 * @throws TwinZeroError `data` naming file and column, for what is no whole parquet file, lacks a column or is compressed
 * in a way that this Node can't read.
 */
export async function* readParquet(
  path: string,
  { columns, optional = [] }: ParquetOptions = {},
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const { file, metadata } = await opened(path);
  const all = parquetSchema(metadata).children.map(({ element }) => element.name);
  const missing = columns?.find((column) => !all.includes(column));
  if (missing !== undefined)
    throw new TwinZeroError('data', `${path}: no column "${missing}" among ${all.join(', ')}`);
  const wanted = columns && [...columns, ...optional.filter((column) => all.includes(column))];
  let rowStart = 0;
  for (const { num_rows: rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(rows);
    const group = { file, metadata, rowStart, rowEnd, compressors, ...(wanted && { columns: wanted }) };
    const read = await parquetReadObjects(group).catch((cause: unknown) => {
      throw unreadable(path, cause);
    });
    for (const row of read) yield plain(row) as Readonly<Record<string, unknown>>;
    rowStart = rowEnd;
  }
}

/**
 * The number of rows of a parquet file, from its footer.
 * @throws TwinZeroError `data` for what is no whole parquet file.
 */
export async function parquetRows(path: string): Promise<number> {
  return Number((await opened(path)).metadata.num_rows);
}

async function opened(path: string): Promise<{ file: AsyncBuffer; metadata: FileMetaData }> {
  try {
    const file = await asyncBufferFromFile(path);
    return { file, metadata: await parquetMetadataAsync(file) };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): TwinZeroError {
  if (cause instanceof TwinZeroError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TwinZeroError(
    'data',
    `${path} can't be read as parquet: ${reason}; check that the file is whole, or write it again`,
    { cause },
  );
}

/** Snappy is hyparquet's own; the output is bounded by the length that the page gives. */
const compressors: Compressors = {
  GZIP: (input, maxOutputLength) => zlib.gunzipSync(input, { maxOutputLength }),
  BROTLI: (input, maxOutputLength) => zlib.brotliDecompressSync(input, { maxOutputLength }),
  ZSTD: (input, maxOutputLength) => {
    if (zstd !== undefined) return zstd(input, { maxOutputLength });
    throw new Error('it is compressed with zstd, which Node reads from 22.15 on');
  },
};

type Decompress = (input: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

const { zstdDecompressSync: zstd } = zlib as { readonly zstdDecompressSync?: Decompress };

/** Numbers for big integers, all the way down. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
}
