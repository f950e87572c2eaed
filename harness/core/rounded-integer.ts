/** An integer of a JSON text that a number can't hold. */
export interface RoundedInteger {
  /** Its digits, at most 40 of them. */
  readonly written: string;
  /** The nearest number, or an infinity. */
  readonly value: number;
  /** Digits of that number. */
  readonly read: string;
}

/** Below 2^53, a number of 16 digits, every integer is exact. Fractions and powers of ten are nobody's id. */
const longInteger = /(?<![-+.\deE])-?\d{16,}(?![.\deE])/gu;

/**
 * The first integer that reading a valid JSON text as numbers rounds: 9007199254740993, which becomes ...992, but not
 * 1e30 written out, which is exact. Null where there is none.
 */
export function roundedInteger(json: string): RoundedInteger | null {
  // Most texts have none; then the strings need not be told apart from the numbers.
  if (json.match(longInteger) === null) return null;
  for (const digits of longIntegers(json)) {
    const value = Number(digits);
    const written = digits.length > 40 ? `${digits.slice(0, 40)}...` : digits;
    if (!Number.isFinite(value)) return { written, value, read: String(value) };
    if (BigInt(digits) !== BigInt(value)) return { written, value, read: String(BigInt(value)) };
  }
  return null;
}

function* longIntegers(json: string): Generator<string> {
  for (let at = 0; at < json.length;) {
    const quote = json.indexOf('"', at);
    const end = quote < 0 ? json.length : quote;
    yield* json.slice(at, end).match(longInteger) ?? [];
    at = stringEnd(json, end);
  }
}

/** The offset after the string that begins at `quote`. */
function stringEnd(json: string, quote: number): number {
  for (let at = quote + 1; at < json.length; at += 1) {
    if (json[at] === '\\') at += 1;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}
