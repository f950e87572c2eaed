import type { z } from 'zod';
import { parseJson } from '../core/parse-json.ts';
import type { Located } from './located.ts';
import { type Pin, readPinnedFile } from './read-pinned-file.ts';

/**
 * Reads a JSON lines file, every row validated by `schema`, in file order.
 * @throws TwinZeroError `data` with file and line for a broken or invalid row, or as `readPinnedFile`.
 */
export async function readJsonLines<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  pin: Pin = {},
): Promise<Located<z.infer<Schema>>[]> {
  const lines = (await readPinnedFile(path, pin)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, i) => {
    const at = `${path}:${i + 1}`;
    return { value: parseJson(line, schema, { where: at }), at };
  });
}
