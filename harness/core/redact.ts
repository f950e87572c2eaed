/**
 * Letters of a secret that give it away where a text breaks off within it. Ours: shorter heads, such as `sk-proj-`,
 * are common to many keys.
 */
export const tellingLetters = 16;

/**
 * A text without the secrets, which are of ASCII letters: each stands as `[redacted]`, whether it was written as it is,
 * percent-encoded, JSON-escaped at any depth or with HTML entities; so does a head of it from `tellingLetters` on.
 * `redact('no key "a%2Fb"', ['a/b'])` is `no key "[redacted]"`. Takes time linear in the text.
 */
export function redact(text: string, secrets: readonly string[]): string {
  // Escaping at any depth differs in backslashes alone: they count on neither side.
  return secrets.map((secret) => secret.replaceAll('\\', '')).reduce(withoutSecret, text);
}

function withoutSecret(text: string, secret: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const end = endOfSecret(text, at, secret);
    if (end === at) continue;
    kept.push(text.slice(from, at), '[redacted]');
    from = end;
    at = end - 1;
  }
  return kept.join('') + text.slice(from);
}

/** End of the secret that begins at `start`, or of a telling head of it; `start` where neither stands. */
function endOfSecret(text: string, start: number, secret: string): number {
  let end = start;
  for (let letter = 0; letter < secret.length; letter += 1) {
    const next = letter === 0 ? end : endOfBackslashes(text, end);
    const length = writtenLength(text, next, secret.charCodeAt(letter));
    if (length === 0) return letter < tellingLetters ? start : end;
    end = next + length;
  }
  return end;
}

const backslashes = /(?:\\|(?<=\\)u005c|%5c|&#92;|&#x5c;)*/iy;

function endOfBackslashes(text: string, at: number): number {
  backslashes.lastIndex = at;
  backslashes.test(text);
  return backslashes.lastIndex;
}

const escaped =
  /%([\da-f]{2})|(?<=\\)u([\da-f]{4})|&#x([\da-f]{1,4});|&#(\d{1,5});|&(amp|lt|gt|quot|apos);/iy;
const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Length of the letter of this code as it is written at `at`; 0 where another one stands. */
function writtenLength(text: string, at: number, code: number): number {
  if ('%&uU'.includes(text.charAt(at))) {
    escaped.lastIndex = at;
    const found = escaped.exec(text);
    if (found !== null && codeOf(found) === code) return found[0].length;
  }
  return text.charCodeAt(at) === code ? 1 : 0;
}

/** The letter that an escape stands for. */
function codeOf([, percent, unicode, hex, decimal, name = '']: RegExpExecArray): number | undefined {
  const digits = percent ?? unicode ?? hex;
  if (digits !== undefined) return Number.parseInt(digits, 16);
  return decimal === undefined ? entities.get(name.toLowerCase())?.charCodeAt(0) : Number(decimal);
}
