import { z } from 'zod';
import type { Episode } from '../core/episode.ts';
import type { Split } from '../data/dataset.ts';

/** Outcome of one question in one evaluation; a line of evaluations.jsonl holds one per question. */
export interface QuestionOutcome {
  readonly questionId: string;
  /** The gold chunk, or the question itself where none is known: outcomes are grouped by it in the statistics. */
  readonly chunkId: string;
  readonly kind: string;
  /** Null for a failed episode or judge: it has no score. */
  readonly correct: boolean | null;
  readonly answered: boolean;
  readonly answer: string | null;
  readonly searches: number;
  /** True where the first search returned the gold chunk; null where there was no search, or no gold chunk is known. */
  readonly firstHit: boolean | null;
  /** True where any search did; null where no gold chunk is known. */
  readonly everHit: boolean | null;
}

/** Reduces a judged episode to its outcome. */
export function questionOutcome(episode: Episode, correct: boolean | null): QuestionOutcome {
  const { question, searches, outcome } = episode;
  const known = question.goldChunkId !== null;
  const hits = searches.map(({ goldRank }) => goldRank !== null);
  return {
    questionId: question.id,
    chunkId: question.goldChunkId ?? question.id,
    kind: question.kind,
    correct,
    answered: outcome.kind === 'answered',
    answer: outcome.kind === 'answered' ? outcome.answer : null,
    searches: searches.length,
    firstHit: known ? (hits[0] ?? null) : null,
    everHit: known ? hits.includes(true) : null,
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
  everHit: z.boolean().nullable(),
});

/** A `Split` as stored. */
export const split: z.ZodType<Split> = z.enum(['held-out', 'dev']);

/** One line of evaluations.jsonl: every question of one split at one step; step 0 is the base policy. */
export interface Evaluation {
  readonly step: number;
  readonly split: Split;
  /** At least one, no question twice. */
  readonly outcomes: readonly QuestionOutcome[];
}

/** An `Evaluation` as stored. */
export const evaluationRow: z.ZodType<Evaluation> = z.object({
  step: z.number().int().nonnegative(),
  split,
  outcomes: z.array(outcomeRow).min(1),
});
