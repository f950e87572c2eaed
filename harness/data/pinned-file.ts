import { readFile } from 'node:fs/promises';
import { sha256 } from '../core/canonical-json.ts';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Requirements on a data file. */
export interface Pin {
  /** Hex sha256 the file must have; absent to read whatever is there. */
  readonly sha256?: string;
  /** Remedy when the file is missing or different, e.g. `run twinzero data fetch apollo13`. */
  readonly mend?: string;
}

/**
 * Reads a UTF-8 file.
 * @throws TwinZeroError `data` when it is missing, unreadable, not the pinned one or not UTF-8.
 */
export async function readPinnedFile(path: string, pin: Pin = {}): Promise<string> {
  const mend = pin.mend === undefined ? '' : `; ${pin.mend}`;
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new TwinZeroError('data', `cannot read ${path}: ${(cause as Error).message}${mend}`, { cause });
  }
  const actual = sha256(bytes);
  if (pin.sha256 !== undefined && actual !== pin.sha256)
    throw new TwinZeroError('data', `${path} has sha256 ${actual} where ${pin.sha256} is pinned${mend}`);
  return decodeUtf8(bytes, { file: path });
}
