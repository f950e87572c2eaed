import { z } from 'zod';
import type { QuestionOutcome } from '../evaluate/question-outcome.ts';

/** A `QuestionOutcome` as stored. */
export const outcomeRow: z.ZodType<QuestionOutcome> = z.object({
  questionId: z.string(),
  chunkId: z.string(),
  kind: z.string(),
  correct: z.boolean().nullable(),
  answered: z.boolean(),
  answer: z.string().nullable(),
  searches: z.number().int().nonnegative(),
  firstHit: z.boolean().nullable(),
  everHit: z.boolean(),
});

/** The two sets of questions training never sees: `dev` picks the step, `held-out` is reported. */
export type Split = 'held-out' | 'dev';

/** A `Split` as stored. */
export const split: z.ZodType<Split> = z.enum(['held-out', 'dev']);
