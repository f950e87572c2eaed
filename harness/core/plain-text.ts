import { TwinZeroError } from './twin-zero-error.ts';
import { type Place, remedy } from './parse-json.ts';

/**
 * Characters that command a terminal, break a line, or turn the direction of the text around them: ESC and its like,
 * line and paragraph separators, bidirectional overrides and isolates (Unicode 16, UAX 9).
 */
const commanding = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * Holds every text in a value from outside, keys included, to printable characters.
 * @throws TwinZeroError of the place's kind for one with a control character, by its field.
 */
export function requirePlainText(value: unknown, place: Place, field = ''): void {
  if (typeof value === 'string') {
    const found = commanding.exec(value);
    if (found === null) return;
    const code = `U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    throw new TwinZeroError(
      place.kind ?? 'data',
      `${place.where}: ${field === '' ? 'it' : `"${field}"`} holds the control character ${code}${remedy(place)}`,
    );
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    requirePlainText(key, place, field === '' ? 'a key' : `a key of ${field}`);
    requirePlainText(part, place, field === '' ? key : `${field}.${key}`);
  }
}

/**
 * Text for a terminal: line breaks and tabs stay, every other character that could command it is written as JSON
 * would, `\u001b`. A JSON text stays JSON of the same value.
 */
export function escapeControls(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(new RegExp(commanding, 'gu'), (char) =>
      char === '\n' || char === '\t' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
