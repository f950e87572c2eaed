import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

const mend = 'put one complete object on each line, or remove the line';

/**
 * Streams a JSON-lines file, plain or `.gz` (any number of gzip members); empty lines are skipped.
 * @yields each row, validated, in order.
 * @throws TwinZeroError `data` with `file:line` for the first line that can't be read, after the rows before it.
 */
export async function* readRows<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): AsyncGenerator<z.output<Schema>> {
  let number = 0;
  for await (const line of readLines(path)) {
    number += 1;
    if (line.trim() !== '') yield parseJson(line, schema, { where: `${path}:${number}`, mend });
  }
}

/**
 * Lines end at U+000A alone: JSON strings may hold the other line separators that node:readline splits at.
 * @yields each line without its end.
 */
async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const bytes = path.endsWith('.gz') ? pipeline(file, createGunzip(), ignoreHere) : file;
  bytes.setEncoding('utf8');
  let rest = '';
  let first = true;
  try {
    for await (const text of bytes as AsyncIterable<string>) {
      // Editors on Windows put a byte order mark first, which JSON does not know.
      const lines = (rest + (first ? text.replace(/^\uFEFF/, '') : text)).split('\n');
      first = false;
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TwinZeroError(
      'data',
      `${path} can't be read: ${reason}; check the path and that the file is whole`,
      {
        cause,
      },
    );
  }
  if (rest !== '') yield rest;
}

/** A failure of the pipeline also ends the iteration over its last stream, where it is thrown. */
function ignoreHere(): void {}
