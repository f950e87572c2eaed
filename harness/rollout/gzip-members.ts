import { gunzipSync } from 'node:zlib';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { memberHeader, memberHeaderBytes, memberLengthOffset } from './gzip-member.ts';

/** One piece of a file of members. */
export interface GzipMember {
  readonly text: string;
  /** Offset of the byte after it. */
  readonly end: number;
}

/**
 * Walks the members in `bytes`, leaving out one that was torn at the end. What another tool compressed comes as a
 * single piece.
 * @yields the members in order
 * @throws TwinZeroError `data` naming `file` and the offset where the bytes are damaged.
 */
export function* gzipMembers(bytes: Buffer, file: string): Generator<GzipMember> {
  let start = 0;
  while (start < bytes.length) {
    const left = bytes.subarray(start);
    const head = left.subarray(0, memberHeader.length);
    if (head.equals(memberHeader.subarray(0, head.length)) && left.length < memberHeaderBytes) return;
    const length = head.equals(memberHeader) ? left.readUInt32LE(memberLengthOffset) : left.length;
    if (left.length < length) return;
    yield { text: unzipped(left.subarray(0, length), { file, start }), end: start + length };
    start += length;
  }
}

function unzipped(
  member: Buffer,
  { file, start }: { readonly file: string; readonly start: number },
): string {
  try {
    return gunzipSync(member).toString();
  } catch (cause) {
    throw new TwinZeroError(
      'data',
      `${file} is damaged from byte ${start} on: no valid gzip data; restore it or cut it there`,
      { cause },
    );
  }
}
