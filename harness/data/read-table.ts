import { z } from 'zod';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { readPinnedFile } from './pinned-file.ts';
import { readCsv } from './read-csv.ts';
import { type ParquetOptions, readParquet } from './read-parquet.ts';
import { readLines } from './read-rows.ts';

/** A row where it stands, `<file>:<line>` or `<file>: row <number>`; one that can't be read has a fault instead. */
export type TableRow = { readonly at: string } & (
  { readonly row: unknown } | { readonly fault: TwinZeroError }
);

/** Ends of names of files that hold a table. */
export const tableEnds = ['.jsonl', '.jsonl.gz', '.ndjson', '.json', '.csv', '.parquet'] as const;

/**
 * Streams the rows of a table by the end of its name: JSON lines (also `.gz`) and parquet piece by piece, a JSON array and
 * CSV at once. CSV rows are records of text.
 * @param columns which columns of a parquet file are read; other files give whole rows.
 * @yields each row with its place, in file order.
 * @throws TwinZeroError `data` for a file that can't be read, is broken beyond the line or has another end.
 */
export async function* readTable(path: string, columns: ParquetOptions = {}): AsyncGenerator<TableRow> {
  if (/\.(?:jsonl|ndjson|jsonl\.gz)$/u.test(path)) yield* jsonLines(path);
  else if (path.endsWith('.json')) yield* jsonArray(path);
  else if (path.endsWith('.parquet')) yield* numbered(path, readParquet(path, columns));
  else if (path.endsWith('.csv'))
    for (const { value, at } of await readCsv(path, z.looseObject({}))) yield { at, row: value };
  else
    throw new TwinZeroError(
      'data',
      `${path} is no table that can be read; name it after its kind: ${tableEnds.join(', ')}`,
    );
}

async function* jsonLines(path: string): AsyncGenerator<TableRow> {
  for await (const { bytes, number } of readLines(path)) {
    const at = `${path}:${number}`;
    try {
      const line = decodeUtf8(bytes, { file: path, firstLine: number });
      if (line.trim() !== '') yield { at, row: parseJson(line, z.unknown(), { where: at }) };
    } catch (error) {
      if (!(error instanceof TwinZeroError)) throw error;
      yield { at, fault: error };
    }
  }
}

async function* jsonArray(path: string): AsyncGenerator<TableRow> {
  const rows = parseJson(await readPinnedFile(path), z.array(z.unknown()), { where: path });
  yield* numbered(path, rows);
}

async function* numbered(
  path: string,
  rows: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<TableRow> {
  let number = 0;
  for await (const row of rows) {
    number += 1;
    yield { at: `${path}: row ${number}`, row };
  }
}
