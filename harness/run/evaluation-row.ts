import { z } from 'zod';
import type { Episode } from '../core/episode.ts';
import type { Split } from '../data/dataset.ts';
import type { RunConfig } from './run-config.ts';

/** One play of a question, as measures read it. */
const playRow = z.object({
  /** Null for a failed episode or judge: it has no score. */
  correct: z.boolean().nullable(),
  answered: z.boolean(),
  searches: z.number().int().nonnegative(),
  /** True where the first search returned the gold chunk; null where there was no search, or no gold chunk is known. */
  firstHit: z.boolean().nullable(),
});

/** A `playRow`. */
export type PlayOutcome = Readonly<z.infer<typeof playRow>>;

/** Outcome of one question in one evaluation; a line of evaluations.jsonl holds one per question. */
export const outcomeRow = playRow.extend({
  questionId: z.string(),
  /** The gold chunk, or the question itself where none is known: outcomes are grouped by it in the statistics. */
  chunkId: z.string(),
  kind: z.string(),
  answer: z.string().nullable(),
  /** True where any search returned the gold chunk; null where no gold chunk is known. */
  everHit: z.boolean().nullable(),
  /**
   * The plays at the temperature of training, by sample; absent where the evaluation has none. A question of the extended
   * set has no play beside them: its own fields are those of sample 0.
   */
  samples: z.array(playRow).min(1).readonly().exactOptional(),
});

/** An `outcomeRow`. */
export type QuestionOutcome = Readonly<z.infer<typeof outcomeRow>>;

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

/** What an evaluation keeps of a sampled play: the question's own row has the rest. */
export function playOutcome({ correct, answered, searches, firstHit }: QuestionOutcome): PlayOutcome {
  return { correct, answered, searches, firstHit };
}

/** A `Split` as stored. */
export const split: z.ZodType<Split> = z.enum(['held-out', 'dev']);

/** Questions that are evaluated together: a split, or the held-out questions of the data set's extended worlds. */
export type EvaluatedSet = Split | 'extended';

const evaluatedSet: z.ZodType<EvaluatedSet> = z.enum(['held-out', 'dev', 'extended']);

/** True in the last third of so many steps, over which the primary measure is averaged. */
export function isLate(step: number, steps: number): boolean {
  return 3 * step > 2 * steps;
}

/** True where a run that plays the extended set plays it: before training, and where it is late. */
export function isExtendedStep(step: number, steps: number): boolean {
  return step === 0 || isLate(step, steps);
}

/** Samples of each question of a set beside its one play, 0 for none; the extended set has no other plays. */
export function samplesOf({ evaluation }: Pick<RunConfig, 'evaluation'>, set: EvaluatedSet): number {
  const { samples = 0, dev = 0, extended = 0 } = evaluation ?? {};
  return { 'held-out': samples, dev, extended }[set];
}

/** One line of evaluations.jsonl: every question of one set at one step; step 0 is the base policy. */
export const evaluationRow = z.object({
  step: z.number().int().nonnegative(),
  split: evaluatedSet,
  /** At least one, no question twice. */
  outcomes: z.array(outcomeRow).min(1).readonly(),
});

/** An `evaluationRow`. */
export type Evaluation = Readonly<z.infer<typeof evaluationRow>>;
