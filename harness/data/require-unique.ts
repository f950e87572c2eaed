import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Located } from './located.ts';

/**
 * Refuses two rows with one key; `what` names the key, e.g. `chunk_id`.
 * @throws TwinZeroError `data` at the second of them, naming the place of the first.
 */
export function requireUnique<T>(rows: readonly Located<T>[], what: string, keyOf: (row: T) => string): void {
  const places = new Map<string, string>();
  for (const { value, at } of rows) {
    const key = keyOf(value);
    const first = places.get(key);
    if (first !== undefined)
      throw new TwinZeroError('data', `${at}: ${what} "${key}" is already that of ${first}`);
    places.set(key, at);
  }
}
