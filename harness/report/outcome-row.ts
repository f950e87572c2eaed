import { z } from 'zod';

/** What one question came to in one evaluation. */
export interface OutcomeRow {
  readonly questionId: string;
  readonly chunkId: string;
  readonly kind: string;
  /** Null for an episode that failed: it has no score. */
  readonly correct: boolean | null;
  readonly answered: boolean;
  readonly answer: string | null;
  readonly searches: number;
  /** Did the first search return the gold chunk; null when there was no search. */
  readonly firstHit: boolean | null;
  readonly everHit: boolean;
}

/** An `OutcomeRow` as stored. */
export const outcomeRow: z.ZodType<OutcomeRow> = z.object({
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
