import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

const mend = 'put one complete object on each line, or remove the line';

/** Ours: an episode of 100,000 tokens takes about 1 MB; a file without line ends is refused before it fills the memory. */
const mostLineBytes = 2 ** 26;

/**
 * Streams a JSON-lines file, plain or `.gz` (any number of gzip members); empty lines are skipped.
 * @yields each row, validated, in order.
 * @throws TwinZeroError `data` with `file:line` for the first line that can't be read or is longer than 64 MiB, after
 * the rows before it; and for a file without rows.
 */
export async function* readRows<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): AsyncGenerator<z.output<Schema>> {
  let rows = 0;
  for await (const { bytes, number } of readLines(path)) {
    const line = decodeUtf8(bytes, { file: path, firstLine: number });
    if (line.trim() === '') continue;
    rows += 1;
    yield parseJson(line, schema, { where: `${path}:${number}`, mend });
  }
  if (rows === 0) throw noRows(path);
}

/** The refusal of a file without rows: a score of nothing must not pass for a result. */
export function noRows(path: string): TwinZeroError {
  return new TwinZeroError('data', `${path} has no rows; put one complete object on each line`);
}

/** One line without its end. */
export interface Line {
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
}

/**
 * The lines of a file, plain or `.gz`. They end at U+000A alone: JSON strings may hold the other line separators that node:readline splits at.
 * @yields each line, its bytes copied once however many pieces they come in.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const add = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
    if (length > mostLineBytes)
      throw new TwinZeroError(
        'data',
        `${path}:${number}: the line is longer than 64 MiB; put one object on each line`,
      );
  };
  for await (const chunk of readBytes(path)) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      add(chunk.subarray(start, end));
      yield { bytes: Buffer.concat(parts), number };
      parts = [];
      length = 0;
      number += 1;
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (length > 0) yield { bytes: Buffer.concat(parts), number };
}

async function* readBytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  try {
    yield* path.endsWith('.gz') ? pipeline(file, createGunzip(), ignoreHere) : file;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TwinZeroError(
      'data',
      `${path} can't be read: ${reason}; check the path and that the file is whole`,
      { cause },
    );
  }
}

/** A failure of the pipeline also ends the iteration over its last stream, where it is thrown. */
function ignoreHere(): void {}
