import { z } from 'zod';
import type { Episode } from '../core/episode.ts';
import { matchVerdict } from '../judge/match.ts';
import { type EpisodeRow, type EpisodeScores, outcome } from './episode-rows.ts';
import type { RunConfig } from './run-config.ts';

const shownTurn = z.strictObject({
  role: z.enum(['prompt', 'policy', 'written', 'observation']),
  text: z.string(),
  /** False where the loss masks it. */
  trained: z.boolean(),
  /** Number of tokens. */
  tokens: z.int().nonnegative(),
  /** Mean log-probability a token, nats; null where none was recorded. */
  logprob: z.number().nullable(),
});

const shownSearch = z.strictObject({
  query: z.string(),
  /** Rank of the gold chunk, from 1; null where it was not returned. */
  goldRank: z.int().positive().nullable(),
  /** True where a wrapper replaced the honest result. */
  noisy: z.boolean(),
  /** Where the documents come from, each origin once. */
  origins: z.array(z.string()),
});

/** Schema of an episode as people read it: texts without tokens. */
export const shownEpisode = z.strictObject({
  arm: z.string(),
  seed: z.int().nonnegative(),
  /** Null outside of training. */
  step: z.int().nonnegative().nullable(),
  sample: z.int().nonnegative(),
  question: z.strictObject({
    id: z.string(),
    text: z.string(),
    /** Null where it is not known. */
    answer: z.string().nullable(),
    kind: z.string(),
    /** Null where it is not known. */
    goldChunkId: z.string().nullable(),
  }),
  outcome,
  /** Whether the answer is right; null for an episode that failed or was not judged. */
  right: z.boolean().nullable(),
  /** Unweighted value of each reward part; null where it could not be computed. */
  rewards: z.record(z.string(), z.number().nullable()),
  /** Null where the episode takes no part in an update. */
  advantage: z.number().nullable(),
  turns: z.array(shownTurn),
  searches: z.array(shownSearch),
});

/** An episode as people read it. */
export type ShownEpisode = Readonly<z.infer<typeof shownEpisode>>;

/** A turn as people read it. */
export type ShownTurn = ShownEpisode['turns'][number];

/** What an episode does not know of itself. */
export interface Shown extends Omit<EpisodeScores, 'step'> {
  readonly arm: string;
  readonly seed: number;
  readonly step: number | null;
  readonly right: boolean | null;
  /** False for a question without a gold answer. */
  readonly known: boolean;
  readonly trainOn: RunConfig['trainOn'];
}

/** An episode of a run as people read it. */
export function shownRow(
  row: EpisodeRow,
  run: { readonly arm: string; readonly seed: number; readonly config: Pick<RunConfig, 'trainOn'> },
): ShownEpisode {
  const { arm, seed, config } = run;
  return showEpisode(row, { ...row, arm, seed, right: isRight(row), known: true, trainOn: config.trainOn });
}

/** An episode as people read it; fields keep one order, so that equal episodes give equal bytes. */
export function showEpisode(
  { question, sample, outcome: end, turns, searches }: Episode,
  of: Shown,
): ShownEpisode {
  const { arm, seed, step, right, rewards, advantage, known, trainOn } = of;
  return {
    arm,
    seed,
    step,
    sample,
    question: {
      id: question.id,
      text: question.question,
      answer: known ? question.answers[0] : null,
      kind: question.kind,
      goldChunkId: question.goldChunkId,
    },
    outcome: end,
    right,
    rewards: { ...rewards },
    advantage,
    turns: turns.map(({ role, text, tokens, logprobs }) => ({
      role,
      text,
      trained: role === 'policy' || (trainOn === 'response' && role !== 'prompt'),
      tokens: tokens.length,
      logprob: logprobs === undefined ? null : meanOf(logprobs),
    })),
    searches: searches.map(({ query, goldRank, noisy = false, documents }) => ({
      query,
      goldRank,
      noisy,
      origins: [...new Set(documents.map(({ origin }) => origin))],
    })),
  };
}

/** With four digits: more tell a reader nothing. */
function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Number((values.reduce((sum, value) => sum + value, 0) / values.length).toPrecision(4));
}

/** Whether an episode ended with the right answer; null for one that failed or was not judged. */
export function isRight({ outcome: end, rewards, question }: EpisodeRow): boolean | null {
  if (end.kind === 'failed') return null;
  const { correctness } = rewards;
  if (correctness !== undefined) return correctness === null ? null : correctness > 0;
  return matchVerdict(end.kind === 'answered' ? end.answer : null, question.answers).kind === 'correct';
}
