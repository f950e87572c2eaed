import { z } from 'zod';
import { roundedInteger } from './rounded-integer.ts';
import { TwinZeroError } from './twin-zero-error.ts';

/** Place of a value from outside, for the sentence that says what is wrong with it. */
export interface Place {
  /** A path, with `:line` for a line of a file. */
  readonly where: string;
  /** Remedy, e.g. `run it again`. */
  readonly mend?: string | undefined;
  /** Kind of the error; default `data`. */
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
 * Parses and validates one JSON text from outside. An integer that a number can't hold, e.g. 9007199254740993, is
 * refused and not rounded: two ids would become one.
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
  requireExactIntegers(text, value, place);
  return checkValue(value, schema, place);
}

const idFault = 'expected text or a whole number up to 9007199254740991; write it as a string';

/** An id as files give it: text, or a whole number that every program reads and prints alike. */
export const rowId: z.ZodType<string | number> = z
  .union([z.string(), z.number()], idFault)
  .refine((id) => typeof id === 'string' || Number.isSafeInteger(id), idFault);

function requireExactIntegers(text: string, value: unknown, place: Place): void {
  const rounded = roundedInteger(text);
  if (rounded === null) return;
  const path = pathOf(value, rounded.value) ?? [];
  const field = path.length === 0 ? 'value' : `"${path.join('.')}"`;
  throw new TwinZeroError(
    place.kind ?? 'data',
    `${place.where}: bad ${field}: ${rounded.written} is read as ${rounded.read}; write it as a string`,
  );
}

/** The first field with this value, looked for twenty levels deep. */
function pathOf(value: unknown, wanted: number, levels = 20): readonly string[] | null {
  if (value === wanted) return [];
  if (typeof value !== 'object' || value === null || levels === 0) return null;
  for (const [key, field] of Object.entries(value)) {
    const path = pathOf(field, wanted, levels - 1);
    if (path !== null) return [key, ...path];
  }
  return null;
}
