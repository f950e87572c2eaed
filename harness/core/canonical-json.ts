import { createHash } from 'node:crypto';
import { TwinZeroError } from './twin-zero-error.ts';

/**
 * JSON with sorted keys and no spaces, so that equal values give equal bytes, e.g. for the hash of a
 * configuration: `{ b: 1, a: [2] }` gives `{"a":[2],"b":1}`. Fields that are undefined are left out.
 * @throws TwinZeroError `internal` for what JSON cannot carry: NaN, infinities, functions, bigints,
 * undefined outside a field.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([first], [second]) => (first < second ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  throw new TwinZeroError(
    'internal',
    `canonical JSON cannot carry ${typeof value === 'number' ? value : `a value of type ${typeof value}`}`,
  );
}

/** The sha256 of bytes, or of a text as UTF-8, in 64 lower-case hex digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
