import type { z } from 'zod';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Where a piece of JSON stands. */
export interface Place {
  /** A path, with `:line` for a line of a file. */
  readonly where: string;
  /** What to do when it cannot be read. */
  readonly mend: string;
}

/**
 * Parses and validates one JSON text.
 * @throws TwinZeroError `data`, one sentence with the place, the first fault and the remedy.
 */
export function parseJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  { where, mend }: Place,
): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TwinZeroError('data', `${where} is not complete JSON; ${mend}`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  const field = fault === undefined || fault.path.length === 0 ? 'the whole value' : fault.path.join('.');
  throw new TwinZeroError('data', `${where}: ${field}: ${fault?.message ?? 'is invalid'}; ${mend}`);
}
