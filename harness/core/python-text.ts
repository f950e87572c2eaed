/**
 * Character classes of Python 3 string patterns, as fragments for a `u`-flagged RegExp. JavaScript's `\s`
 * also takes U+FEFF and leaves out U+001C-U+001F and U+0085; its `\w` and `\b` are ASCII only. Checked
 * against `re` and `str` of Python 3.11.7 over every code point (Unicode 14; later letters follow Node).
 */
export const pythonText = {
  space: '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000',
  word: '\\p{L}\\p{N}_',
} as const;

const spaces = new RegExp(`[${pythonText.space}]+`, 'u');
const edges = new RegExp(`^[${pythonText.space}]+|(?<![${pythonText.space}])[${pythonText.space}]+$`, 'gu');

/** Python's `text.strip()`. */
export function pythonStrip(text: string): string {
  return text.replace(edges, '');
}

/** Python's `text.split()`: the runs of non-space characters. */
export function pythonSplit(text: string): string[] {
  return text.split(spaces).filter((part) => part !== '');
}
