import type { z } from 'zod';
import { TwinZeroError } from './twin-zero-error.ts';

/** Where a value from outside stands, for the sentence that says what is wrong with it. */
export interface Place {
  /** A path, with `:line` for a line of a file. */
  readonly where: string;
  /** What to do about it, e.g. `run it again`. */
  readonly mend?: string | undefined;
  /** Whose fault it is; `data` unless told. */
  readonly kind?: 'configuration' | 'data';
}

/**
 * Validates a value from outside.
 * @throws TwinZeroError of the place's kind: the place, the first field at fault, what it should be, the remedy.
 */
export function checkValue<Schema extends z.ZodType>(
  value: unknown,
  schema: Schema,
  place: Place,
): z.output<Schema> {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [fault] = checked.error.issues;
  const field = fault === undefined || fault.path.length === 0 ? 'value' : `"${fault.path.join('.')}"`;
  const problem = fault?.message.replace(/^Invalid input: /, '') ?? 'invalid';
  throw new TwinZeroError(place.kind ?? 'data', `${place.where}: bad ${field}: ${problem}${remedy(place)}`, {
    cause: checked.error,
  });
}

/** The remedy as it stands at the end of a sentence. */
export function remedy({ mend }: Place): string {
  return mend === undefined ? '' : `; ${mend}`;
}

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
