import type { z } from 'zod';
import { checkValue, type Place, remedy } from './check-value.ts';
import { TwinZeroError } from './twin-zero-error.ts';

/**
 * Parses and validates one JSON text from outside.
 * @throws TwinZeroError of the place's kind, one sentence with the place, the first fault and the remedy.
 */
export function parseJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  place: Place,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const found = text.trim() === '' ? 'nothing' : `broken JSON (${(cause as Error).message})`;
    throw new TwinZeroError(
      place.kind ?? 'data',
      `${place.where}: ${found} where JSON is expected${remedy(place)}`,
      {
        cause,
      },
    );
  }
  return checkValue(value, schema, place);
}
