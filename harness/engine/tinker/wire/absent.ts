import { z } from 'zod';

/** A field that may be missing or null, which mean the same on this wire: read as undefined. */
export function absent<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodOptional<z.ZodPipe<z.ZodNullable<Schema>, z.ZodTransform<z.output<Schema> | undefined>>> {
  return schema
    .nullable()
    .transform((value) => value ?? undefined)
    .optional();
}
