import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { exactMatch, subExactMatch, tokenF1 } from '../core/answer-match.ts';
import type { Episode } from '../core/episode.ts';
import { parseJson } from '../core/parse-json.ts';
import type { JudgedEpisode } from '../evaluate/evaluate-policy.ts';
import { outcomeRow } from '../run/index.ts';

const count = z.int().nonnegative();
const text = z.string();

/** One question as a row of the leaderboard keeps it. */
const scoredOutcome = outcomeRow.extend({
  /** Null for a failed episode: it has no score. */
  em: z.number().nullable(),
  subEm: z.number().nullable(),
  f1: z.number().nullable(),
  /** Tokens of the policy's turns, side conversations included. */
  tokens: count,
  /** What its searches cost; null where none was priced. */
  costUsd: z.number().nonnegative().nullable(),
  /** Why it has no score; null where it has one. */
  failure: text.nullable(),
});

/** A `scoredOutcome`. */
export type ScoredOutcome = Readonly<z.infer<typeof scoredOutcome>>;

const common = {
  schema: z.literal(1),
  id: text,
  /** Print of all that decides what the row says; another one makes it stale. */
  hash: text,
};

/** `row.json`: what a leaderboard keeps of one baseline. */
export const row = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('played'),
    settings: z.record(text, z.unknown()),
    /** The policy that answered: as it is, taught the baseline's lessons, or trained by it. */
    policy: z.enum(['base', 'taught', 'trained']),
    plays: z.array(z.strictObject({ seed: count, outcomes: z.array(scoredOutcome).min(1) })).min(1),
    /** Of teaching or training the policy, and of playing, all seeds together. */
    seconds: z.strictObject({ making: z.number().nonnegative(), playing: z.number().nonnegative() }),
    commit: text.nullable(),
    engine: text,
  }),
  z.strictObject({ ...common, kind: z.literal('unavailable'), reason: text }),
]);

/** A `row`. */
export type Row = Readonly<z.infer<typeof row>>;

/** A row with numbers. */
export type PlayedRow = Extract<Row, { kind: 'played' }>;

/**
 * The row in a file; null where there is none.
 * @throws TwinZeroError `data` for a file that is no row.
 */
export async function readRow(path: string): Promise<Row | null> {
  const stored = await readFile(path, 'utf8').catch(() => null);
  if (stored === null) return null;
  return parseJson(stored, row, { where: path, mend: 'delete it, and make the row again' });
}

/** Scores a judged episode; `failure` says why it has none. */
export function scoredOf({ episode, outcome }: JudgedEpisode, failure: string | null): ScoredOutcome {
  const answer = outcome.answer;
  const golds = episode.question.answers;
  const score = (metric: (prediction: string, golds: readonly string[]) => number): number | null => {
    if (failure !== null) return null;
    return answer === null ? 0 : metric(answer, golds);
  };
  const costs = episode.searches.flatMap(({ costUsd }) => (costUsd === undefined ? [] : [costUsd]));
  return {
    ...outcome,
    em: score(exactMatch),
    subEm: score(subExactMatch),
    f1: score(tokenF1),
    tokens: generatedTokens(episode),
    costUsd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
    failure,
  };
}

function generatedTokens({ turns, branches = [] }: Episode): number {
  const said = [turns, ...branches].flat().filter(({ role }) => role === 'policy');
  return said.reduce((sum, { tokens }) => sum + tokens.length, 0);
}
