import { z } from 'zod';
import type { Episode } from '../core/episode.ts';
import type { Split } from '../data/dataset.ts';

/** Outcome of one question in one evaluation; a line of evaluations.jsonl holds one per question. */
export interface QuestionOutcome {
  readonly questionId: string;
  /** The gold chunk: outcomes are grouped by it in the statistics. */
  readonly chunkId: string;
  readonly kind: string;
  /** Null for a failed episode or judge: it has no score. */
  readonly correct: boolean | null;
  readonly answered: boolean;
  readonly answer: string | null;
  readonly searches: number;
  /** Did the first search return the gold chunk; null when there was no search. */
  readonly firstHit: boolean | null;
  readonly everHit: boolean;
}

/** Reduces a judged episode to its outcome. */
export function questionOutcome(episode: Episode, correct: boolean | null): QuestionOutcome {
  const { question, searches, outcome } = episode;
  const [first] = searches;
  return {
    questionId: question.id,
    chunkId: question.goldChunkId,
    kind: question.kind,
    correct,
    answered: outcome.kind === 'answered',
    answer: outcome.kind === 'answered' ? outcome.answer : null,
    searches: searches.length,
    firstHit: first === undefined ? null : first.goldRank !== null,
    everHit: searches.some(({ goldRank }) => goldRank !== null),
  };
}

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

/** A `Split` as stored. */
export const split: z.ZodType<Split> = z.enum(['held-out', 'dev']);
