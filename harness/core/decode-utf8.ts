import { isUtf8 } from 'node:buffer';
import { type ErrorKind, TwinZeroError } from './twin-zero-error.ts';

/** Place of bytes from outside, for the sentence that says where they are no text. */
export interface BytesPlace {
  /** Path of the file. */
  readonly file: string;
  /** Number of the first line of the bytes, default 1. */
  readonly firstLine?: number;
  /** Default `data`. */
  readonly kind?: ErrorKind;
}

const newline = 0x0a;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Text of UTF-8 bytes, without the byte order mark that editors on Windows put at the start of a file. What is not UTF-8
 * is refused: decoders replace it, and then `Beyonc\xe9` equals `Beyonc\xe8`.
 * @throws TwinZeroError of the place's kind, with file, line and byte of the first fault.
 */
export function decodeUtf8(bytes: Uint8Array, place: BytesPlace): string {
  const { file, firstLine = 1, kind = 'data' } = place;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) {
    const marked = firstLine === 1 && buffer.subarray(0, byteOrderMark.length).equals(byteOrderMark);
    return buffer.toString('utf8', marked ? byteOrderMark.length : 0);
  }
  const fault = firstFault(buffer);
  const lineStart = fault === 0 ? 0 : buffer.lastIndexOf(newline, fault - 1) + 1;
  const line = firstLine + countLineEnds(buffer.subarray(0, lineStart));
  const byte = `byte ${fault - lineStart + 1} of the line (0x${buffer.toString('hex', fault, fault + 1)})`;
  throw new TwinZeroError(
    kind,
    `${file}:${line}: ${byte} begins no character of UTF-8; save the file as UTF-8`,
  );
}

/** Offset of the first character that is none. Halving finds where it breaks off, at most three bytes on. */
function firstFault(bytes: Buffer): number {
  let valid = 0;
  let faulty = bytes.length + 1;
  while (faulty - valid > 1) {
    const middle = Math.floor((valid + faulty) / 2);
    if (canGoOn(bytes.subarray(0, middle))) valid = middle;
    else faulty = middle;
  }
  while (!isUtf8(bytes.subarray(0, valid))) valid -= 1;
  return valid;
}

/** True where bytes are the start of a valid text, which may end within a character. */
function canGoOn(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}
