import { z } from 'zod';

/**
 * A request of Search-R1's retrieval server: `{ queries, topk, return_scores }`
 * (`search_r1/llm_agent/generation.py:450-469`).
 */
export const retrieveRequest = z.object({
  queries: z.array(z.string()).min(1),
  /** Absent or null: as many as the server gives by default. */
  topk: z.int().min(1).nullish(),
  return_scores: z.boolean().default(false),
});

/** A request of ZeroSearch's local Wikipedia, one query at a time, answered by a list of `{ text }` (602-615). */
export const wikiRequest = z.object({ query: z.string(), top_k: z.int().min(1).nullish() });

/** A passage. The first line of `contents` is the title, in the corpora that Search-R1 ships. */
const passage = z.object({ id: z.union([z.string(), z.number()]).nullish(), contents: z.string().min(1) });

/** A reply: a list of passages for each query, bare or, where scores were asked for, beside theirs. */
export const retrieveReply = z.object({
  result: z.array(
    z.array(
      z.union([
        z.object({ document: passage, score: z.coerce.number().nullish() }),
        passage.transform((document) => ({ document, score: null })),
      ]),
    ),
  ),
});
