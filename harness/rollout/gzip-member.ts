import { gzipSync } from 'node:zlib';

/** Bytes of the header that `gzipMember` writes: 10 fixed, 2 for the length of the extra field, 8 of it. */
export const memberHeaderBytes = 20;

/** Where in the header the length of the member stands. */
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
