/** A stored file held against the one made now. */
export interface ComparedFile {
  readonly name: string;
  /** Bytes that were held against each other: of a run that was made in part, those it made. */
  readonly bytes: number;
  /** The first line that differs, from 1; null where no byte does. */
  readonly line: number | null;
}

/**
 * Compares two files byte for byte.
 * @param made `whole`: false where `now` is the beginning of the file alone.
 */
export function comparedBytes(
  name: string,
  stored: Buffer,
  made: { readonly now: Buffer; readonly whole: boolean },
): ComparedFile {
  const { now, whole } = made;
  const before = whole ? stored : stored.subarray(0, now.length);
  if (before.equals(now)) return { name, bytes: now.length, line: null };
  const length = Math.min(before.length, now.length);
  let at = 0;
  while (at < length && before[at] === now[at]) at += 1;
  const line = now.subarray(0, at).reduce((lines, byte) => lines + Number(byte === lineFeed), 1);
  return { name, bytes: now.length, line };
}

const lineFeed = 10;
