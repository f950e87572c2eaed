/** Bytes of the longest grapheme that is looked up whole (`precompiled.rs`). */
const longestGrapheme = 5;
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The normaliser of a SentencePiece model, from its compiled table in base64: replaces what the table names, as Rust's
 * `tokenizers` 0.23 does (`precompiled.rs`; the table is a double-array trie of `darts-clone`, then the replacements,
 * each ended by a zero byte). The shortest entry with which a grapheme begins stands for the whole of it.
 * @throws Error for a table that is broken.
 */
export function precompiledCharsmap(base64: string): (text: string) => string {
  const table = Buffer.from(base64, 'base64');
  const trieBytes = table.readUInt32LE(0);
  const units = Array.from({ length: trieBytes / 4 }, (_, i) => table.readUInt32LE(4 + 4 * i));
  const replacements = table.subarray(4 + trieBytes);
  const replacement = (text: string): string | null => {
    const start = shortestEntry(units, encoder.encode(text));
    return start === null
      ? null
      : decoder.decode(replacements.subarray(start, replacements.indexOf(0, start)));
  };
  const ofCharacter = (character: string): string => replacement(character) ?? character;
  return (text) =>
    Array.from(graphemes.segment(text), ({ segment }) => {
      const whole = Buffer.byteLength(segment) <= longestGrapheme ? replacement(segment) : null;
      return whole ?? Array.from(segment, ofCharacter).join('');
    }).join('');
}

/** Distance to the children of a node. */
function offset(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}

/** The value of the shortest entry that `key` begins with, null where there is none. */
function shortestEntry(units: readonly number[], key: Uint8Array): number | null {
  let at = offset(units[0] ?? 0);
  for (const byte of key) {
    if (byte === 0) return null;
    at ^= byte;
    const unit = units[at] ?? 0;
    // Bit 31 marks a value, which has no label.
    if ((unit & 0x800000ff) >>> 0 !== byte) return null;
    at ^= offset(unit);
    if ((unit & 0x100) !== 0) return (units[at] ?? 0) & 0x7fffffff;
  }
  return null;
}
