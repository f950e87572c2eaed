import { z } from 'zod';
import type { EpisodeRow } from './episode-row.ts';

const question = z.strictObject({
  id: z.string(),
  question: z.string(),
  answers: z.tuple([z.string()], z.string()),
  goldChunkId: z.string(),
  chunkIds: z.array(z.string()),
  kind: z.string(),
  answerType: z.string(),
});

const turn = z.strictObject({
  role: z.enum(['prompt', 'policy', 'observation']),
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
      origin: z.enum(['chunk', 'paraphrase', 'distractor', 'simulated']),
    }),
  ),
  backend: z.string(),
  goldRank: z.int().positive().nullable(),
  noisy: z.boolean().exactOptional(),
  latencyMs: z.number().exactOptional(),
  costUsd: z.number().exactOptional(),
  generatedTokens: z.int().nonnegative().exactOptional(),
});

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answered'), answer: z.string() }),
  z.strictObject({
    kind: z.literal('unanswered'),
    reason: z.enum(['turn-limit', 'token-limit', 'truncated', 'no-action', 'empty-query']),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    error: z.strictObject({
      kind: z.enum(['configuration', 'data', 'search', 'engine', 'judge', 'internal']),
      message: z.string(),
    }),
  }),
]);

/** What a line of `episodes.jsonl.gz` must be. */
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
});
