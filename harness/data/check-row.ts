import type { z } from 'zod';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Located } from './located.ts';

/**
 * Validates one value of a data file.
 * @throws TwinZeroError `data`: the place, the first field at fault, what it should be.
 */
export function checkRow<Schema extends z.ZodType>(
  { value, at }: Located<unknown>,
  schema: Schema,
): Located<z.infer<Schema>> {
  const checked = schema.safeParse(value);
  if (checked.success) return { value: checked.data, at };
  const [fault] = checked.error.issues;
  const field = fault === undefined || fault.path.length === 0 ? 'row' : `"${fault.path.join('.')}"`;
  throw new TwinZeroError('data', `${at}: bad ${field}: ${fault?.message ?? 'invalid'}`, {
    cause: checked.error,
  });
}
