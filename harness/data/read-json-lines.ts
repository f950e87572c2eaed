import type { z } from 'zod';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type Pin, readPinnedFile } from './pinned-file.ts';
import { noRows } from './read-rows.ts';

/** A row with the place it was read from, for errors found after reading. */
export interface Located<T> {
  readonly value: T;
  /** `<file>:<line>`, lines from 1. */
  readonly at: string;
}

/**
 * Reads a JSON lines file, every row validated by `schema`, in file order.
 * @throws TwinZeroError `data` with file and line for a broken or invalid row, for a file without rows, or as
 * `readPinnedFile`.
 */
export async function readJsonLines<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  pin: Pin = {},
): Promise<Located<z.infer<Schema>>[]> {
  const lines = (await readPinnedFile(path, pin)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw noRows(path);
  return lines.map((line, i) => {
    const at = `${path}:${i + 1}`;
    return { value: parseJson(line, schema, { where: at }), at };
  });
}

/**
 * Refuses two rows with one key; `what` names the key, e.g. `chunk_id`.
 * @throws TwinZeroError `data` at the second of them, naming the place of the first.
 */
export function requireUnique<T>(rows: readonly Located<T>[], what: string, keyOf: (row: T) => string): void {
  const places = new Map<string, string>();
  for (const { value, at } of rows) {
    const key = keyOf(value);
    const first = places.get(key);
    if (first !== undefined)
      throw new TwinZeroError('data', `${at}: ${what} "${key}" is already that of ${first}`);
    places.set(key, at);
  }
}
