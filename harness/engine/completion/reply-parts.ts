import { z } from 'zod';

/** Only `stop` is a text that its model ended; `abort` is what SGLang and vLLM say of a request that broke off. */
export const finishReason = z.enum(['stop', 'length', 'abort', 'content_filter']);

/** A `finishReason`. */
export type FinishReason = z.infer<typeof finishReason>;

/** Ours: more than any model reads. A server that counts further does not count tokens. */
const tokenCount = z.int().min(0).max(10_000_000);

/** Rounding takes a sure token a little above 0; 1e-3 is ours, far above the rounding of float32 and far below a token's doubt. */
export const logprob = z
  .number()
  .max(1e-3)
  .transform((value) => Math.min(0, value));

/** The server's counts of one request. */
export const usage = z.object({ prompt_tokens: tokenCount, completion_tokens: tokenCount });

/** Name of the model that answered, where the server gives one. */
export const modelName = z.string().nullish();

/** A seed as servers take it: of 31 bits, since llama.cpp takes 2^32 - 1 for "draw one". */
export function serverSeed(seed: number): number {
  return seed >>> 1;
}
