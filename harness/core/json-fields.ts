import { canonicalJson } from './canonical-json.ts';

/** The leaves of a value by dotted path such as `adam.beta1`; a list is a leaf, what is undefined is left out. */
export function fieldsOf(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map([[path, value]]);
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return new Map(
    entries.flatMap(([key, field]) => [...fieldsOf(field, path === '' ? key : `${path}.${key}`)]),
  );
}

/** First place where two JSON values differ, e.g. `config.adam.beta1`, with both values. */
export interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly now: unknown;
}

/** Compares field by field in the order of `before`, fields that only `now` has last; null where all are equal. */
export function firstDifference(before: unknown, now: unknown, path = ''): Difference | null {
  if (isRecord(before) && isRecord(now)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
      const found = firstDifference(before[key], now[key], path === '' ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  return text(before) === text(now) ? null : { path, before, now };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return value === undefined ? 'absent' : canonicalJson(value);
}
