import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Episode, episodeMessages, type Message } from '../core/episode.ts';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { gzipMembers } from './gzip-members.ts';

/** Step, rewards and advantage that training gave an episode. */
export interface EpisodeScores {
  readonly step: number;
  /** Value of each reward part; null where it could not be computed. */
  readonly rewards: Readonly<Record<string, number | null>>;
  /** Null where the episode takes no part in the update. */
  readonly advantage: number | null;
}

/** One line of `episodes.jsonl.gz`. */
export interface EpisodeRow extends Episode, EpisodeScores {
  readonly messages: readonly Message[];
}

/** Makes the row of an episode; fields keep one order, so that equal episodes give equal bytes. */
export function episodeRow(episode: Episode, { step, rewards, advantage }: EpisodeScores): EpisodeRow {
  const { id, question, sample, turns, searches, outcome, branches } = episode;
  const messages = episodeMessages(episode);
  const row = { id, step, sample, question, outcome, rewards, advantage, messages, searches, turns };
  return branches === undefined ? row : { ...row, branches };
}

const question = z.strictObject({
  id: z.string(),
  question: z.string(),
  answers: z.tuple([z.string()], z.string()),
  goldChunkId: z.string().nullable(),
  chunkIds: z.array(z.string()),
  kind: z.string(),
  answerType: z.string(),
});

const turn = z.strictObject({
  role: z.enum(['prompt', 'policy', 'written', 'observation']),
  text: z.string(),
  tokens: z.array(z.int().nonnegative()),
  logprobs: z.array(z.number()).exactOptional(),
});

const search = z.strictObject({
  query: z.string(),
  documents: z.array(
    z.strictObject({
      id: z.string(),
      text: z.string(),
      origin: z.enum(['chunk', 'paraphrase', 'distractor', 'simulated', 'web']),
    }),
  ),
  backend: z.string(),
  goldRank: z.int().positive().nullable(),
  noisy: z.boolean().exactOptional(),
  latencyMs: z.number().exactOptional(),
  costUsd: z.number().exactOptional(),
  generatedTokens: z.int().nonnegative().exactOptional(),
});

/** Schema of the end of an episode. */
export const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answered'), answer: z.string() }),
  z.strictObject({
    kind: z.literal('unanswered'),
    reason: z.enum(['turn-limit', 'token-limit', 'truncated', 'no-action', 'empty-query']),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    error: z.strictObject({
      kind: z.enum(['configuration', 'data', 'search', 'engine', 'judge', 'budget', 'internal']),
      message: z.string(),
    }),
  }),
]);

/** Schema of a line of `episodes.jsonl.gz`. */
export const episodeRowSchema: z.ZodType<EpisodeRow> = z.strictObject({
  id: z.string(),
  step: z.int().nonnegative(),
  sample: z.int().nonnegative(),
  question,
  outcome,
  rewards: z.record(z.string(), z.number().nullable()),
  advantage: z.number().nullable(),
  messages: z.array(z.strictObject({ role: z.string(), content: z.string() })),
  searches: z.array(search),
  turns: z.array(turn),
  branches: z.array(z.array(turn)).exactOptional(),
});

/** Place of a text of lines, for messages. */
export interface LinePlace {
  readonly file: string;
  /** Number of the text's first line, from 1. */
  readonly firstLine: number;
}

/**
 * The rows of a text of JSON lines; blank lines are passed over.
 * @throws TwinZeroError `data` with file, line and field of the first line that is no row.
 */
export function parseEpisodeRows(text: string, { file, firstLine }: LinePlace): EpisodeRow[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    return [parseJson(line, episodeRowSchema, { where: `${file}:${firstLine + i}` })];
  });
}

/** Rows that were written at once. */
export interface EpisodeBatch {
  readonly rows: readonly EpisodeRow[];
  /** Length of the file up to and including this batch, in bytes. */
  readonly end: number;
}

/**
 * Reads an `episodes.jsonl.gz` batch by batch. A batch torn by a killed run is left out; all before it are there.
 * @yields the batches in file order
 * @throws TwinZeroError `data` when the file is missing, damaged or holds a line that is no episode row.
 */
export function* readEpisodeBatches(file: string): Generator<EpisodeBatch> {
  for (const { text, firstLine, end } of gzipMembers(contents(file), file))
    yield { rows: parseEpisodeRows(text, { file, firstLine }), end };
}

/**
 * Reads an `episodes.jsonl.gz` row by row; as `readEpisodeBatches` otherwise.
 * @yields the rows in file order
 */
export function* readEpisodes(file: string): Generator<EpisodeRow> {
  for (const { rows } of readEpisodeBatches(file)) yield* rows;
}

function contents(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new TwinZeroError('data', `${file} can't be read; give the path of an episodes.jsonl.gz`, {
      cause,
    });
  }
}
