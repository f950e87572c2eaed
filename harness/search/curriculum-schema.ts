import { z } from 'zod';
import type { Curriculum } from './curriculum.ts';

const probability = z.number().min(0).max(1);
const base = z
  .number()
  .positive()
  .refine((value) => value !== 1, "must not be 1; the paper's is 4");

/** A curriculum in a configuration. */
export const curriculumSchema: z.ZodType<Curriculum> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['exponential', 'reversed']), start: probability, end: probability, base }),
  z.strictObject({ kind: z.literal('fixed'), rate: probability }),
  z.strictObject({ kind: z.literal('none') }),
]);
