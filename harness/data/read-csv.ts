import { CsvError, parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { checkValue } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type Pin, readPinnedFile } from './pinned-file.ts';
import type { Located } from './read-json-lines.ts';

interface ParsedRow {
  readonly record: Readonly<Record<string, string>>;
  /** `lines` is the last source line of the row; rows may span several. */
  readonly info: { readonly lines: number };
}

/**
 * Reads a comma-separated file with a header line, every row (a record of strings) validated by `schema`,
 * in file order; a row's place is its first line.
 * @throws TwinZeroError `data` with file and line for a missing column, a wrong number of fields, broken
 * quoting, an invalid row or none at all, or as `readPinnedFile`.
 */
export async function readCsv<Schema extends z.ZodObject>(
  path: string,
  schema: Schema,
  pin: Pin = {},
): Promise<Located<z.infer<Schema>>[]> {
  const rows = parseRows(await readPinnedFile(path, pin), path, Object.keys(schema.shape));
  if (rows.length === 0)
    throw new TwinZeroError('data', `${path} has a header and no rows; put one row on each line below it`);
  let lastLine = 1;
  return rows.map(({ record, info }) => {
    const at = `${path}:${lastLine + 1}`;
    lastLine = info.lines;
    return { value: checkValue(record, schema, { where: at }), at };
  });
}

function parseRows(text: string, path: string, columns: readonly string[]): readonly ParsedRow[] {
  const requireColumns = (header: string[]): string[] => {
    const missing = columns.find((column) => !header.includes(column));
    if (missing === undefined) return header;
    throw new TwinZeroError('data', `${path}:1: no column "${missing}" among ${header.join(', ')}`);
  };
  if (text.trim() === '')
    throw new TwinZeroError(
      'data',
      `${path}:1: an empty file where columns ${columns.join(', ')} are expected`,
    );
  try {
    return parse(text, { columns: requireColumns, info: true, bom: true }) as unknown as ParsedRow[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new TwinZeroError('data', `${path}:${lineOf(cause)}: ${cause.message}`, { cause });
  }
}

function lineOf(error: CsvError): number {
  const lines: unknown = error['lines'];
  return typeof lines === 'number' ? lines : 1;
}
