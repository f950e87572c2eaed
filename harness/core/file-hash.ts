import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { TwinZeroError } from './twin-zero-error.ts';

/**
 * The sha256 of a file of any size, in 64 lower-case hex digits.
 * @throws TwinZeroError `data` when the file cannot be read.
 */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (cause) {
    throw new TwinZeroError('data', `cannot read ${path} to hash it: ${(cause as Error).message}`, { cause });
  }
  return hash.digest('hex');
}
