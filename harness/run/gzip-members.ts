import { gunzipSync, gzipSync } from 'node:zlib';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Bytes of the header that `gzipMember` writes: 10 fixed, 2 for the length of the extra field, 8 of it. */
export const memberHeaderBytes = 20;

/** Offset in the header of the member's length. */
export const memberLengthOffset = 16;

/** The fixed part (deflate, an extra field, no time, unknown system) and the start of the extra field, `TZ` of 4 bytes. */
export const memberHeader: Buffer = Buffer.from([31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 84, 90, 4, 0]);

/**
 * `text` as one gzip member that states its own length in an extra field (RFC 1952, 2.3.1.1), so that a file of
 * members can be walked, cut between them, and told apart from one that was torn while being written. Any gunzip
 * reads it; the bytes hold no clock and no platform.
 */
export function gzipMember(text: string): Buffer {
  const compressed = gzipSync(text).subarray(10);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(memberHeaderBytes + compressed.length);
  return Buffer.concat([memberHeader, length, compressed]);
}

/** One piece of a file of members. */
export interface GzipMember {
  readonly text: string;
  /** Number of its first line in the file, from 1. */
  readonly firstLine: number;
  /** Offset of the byte after it. */
  readonly end: number;
}

/**
 * Walks the members in `bytes`, leaving out one that was torn at the end. What another tool compressed comes as a
 * single piece.
 * @yields the members in order
 * @throws TwinZeroError `data` naming `file` and the offset where the bytes are damaged, or the line that is not UTF-8.
 */
export function* gzipMembers(bytes: Buffer, file: string): Generator<GzipMember> {
  let start = 0;
  let firstLine = 1;
  while (start < bytes.length) {
    const left = bytes.subarray(start);
    const head = left.subarray(0, memberHeader.length);
    if (head.equals(memberHeader.subarray(0, head.length)) && left.length < memberHeaderBytes) return;
    const length = head.equals(memberHeader) ? left.readUInt32LE(memberLengthOffset) : left.length;
    if (left.length < length) return;
    const text = decodeUtf8(unzipped(left.subarray(0, length), { file, start }), { file, firstLine });
    yield { text, firstLine, end: start + length };
    start += length;
    firstLine += text.split('\n').length - 1;
  }
}

function unzipped(
  member: Buffer,
  { file, start }: { readonly file: string; readonly start: number },
): Buffer {
  try {
    return gunzipSync(member);
  } catch (cause) {
    throw new TwinZeroError(
      'data',
      `${file} is damaged from byte ${start} on: no valid gzip data; restore it or cut it there`,
      { cause },
    );
  }
}
