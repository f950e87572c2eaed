import { z } from 'zod';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { TokenLogprob } from '../engine.ts';
import { finishReason, logprob, modelName, usage } from './reply-parts.ts';

const tokenId = z.int().nonnegative();

/** vLLM and SGLang: the ids beside OpenAI's own lists, whose texts are `token_id:7` where the server can say so. */
const listed = z.object({
  token_ids: z.array(tokenId),
  logprobs: z.object({
    token_logprobs: z.array(logprob),
    top_logprobs: z.array(z.record(z.string(), logprob)).nullish(),
  }),
});

/** llama.cpp: the id of each token with its log-probability (`server-task.cpp`, `probs_vector_to_json`). */
const entry = z.object({ id: tokenId, logprob });
const entries = z.object({
  logprobs: z.object({ content: z.array(entry.extend({ top_logprobs: z.array(entry) })) }),
});

const choice = z.intersection(z.object({ finish_reason: finishReason }), z.union([listed, entries]));

/** A completion whose tokens came back as ids. */
export const tokenReply = z.object({ model: modelName, choices: z.tuple([choice], z.unknown()), usage });

/** What a server wrote. */
export interface WrittenTokens {
  readonly tokens: readonly number[];
  readonly logprobs: readonly number[];
  /** Per token the likeliest, likeliest first; null where their ids did not come back. */
  readonly top: readonly (readonly TokenLogprob[])[] | null;
  /** `entries`: the server cuts what stopped it from its tokens. */
  readonly form: 'listed' | 'entries';
}

/**
 * Tokens and log-probabilities of a completion.
 * @throws TwinZeroError `engine` where they contradict each other.
 */
export function writtenTokens({
  choices: [first],
  usage: counts,
}: z.output<typeof tokenReply>): WrittenTokens {
  const written = 'token_ids' in first ? ofLists(first) : ofEntries(first);
  const { tokens, logprobs, top } = written;
  if (logprobs.length !== tokens.length)
    lie(`${logprobs.length} log-probabilities for ${tokens.length} tokens`);
  if (top !== null && top.length !== tokens.length)
    lie(`the likeliest tokens of ${top.length} places for ${tokens.length} tokens`);
  for (const likeliest of top ?? []) requireDistribution(likeliest);
  // llama.cpp leaves out the tokens within a character of several; a stop token may be counted or not.
  if (tokens.length < counts.completion_tokens - 1)
    lie(`${tokens.length} of the ${counts.completion_tokens} tokens that it counts`);
  return written;
}

function ofLists({ token_ids: tokens, logprobs }: z.output<typeof listed>): WrittenTokens {
  const top = logprobs.top_logprobs?.map((found) => Object.entries(found).map(named)) ?? [];
  const known = top.length > 0 && top.flat().every((one) => one !== null);
  return {
    tokens,
    logprobs: logprobs.token_logprobs,
    top: known ? top.map((found) => likeliestFirst(found.filter((one) => one !== null))) : null,
    form: 'listed',
  };
}

function ofEntries({ logprobs: { content } }: z.output<typeof entries>): WrittenTokens {
  return {
    tokens: content.map(({ id }) => id),
    logprobs: content.map((one) => one.logprob),
    top: content.map((one) =>
      likeliestFirst(one.top_logprobs.map(({ id, logprob: value }) => ({ token: id, logprob: value }))),
    ),
    form: 'entries',
  };
}

function named([text, value]: readonly [string, number]): TokenLogprob | null {
  const [, id] = /^token_id:(\d+)$/u.exec(text) ?? [];
  return id === undefined ? null : { token: Number(id), logprob: value };
}

function likeliestFirst(found: readonly TokenLogprob[]): readonly TokenLogprob[] {
  return found.toSorted((a, b) => b.logprob - a.logprob);
}

/** Rounding of float32 over the some ten tokens that are asked for at most; ours. */
const massTolerance = 1e-3;

function requireDistribution(likeliest: readonly TokenLogprob[]): void {
  const mass = likeliest.reduce((sum, one) => sum + Math.exp(one.logprob), 0);
  if (mass > 1 + massTolerance) lie(`likeliest tokens whose probabilities add up to ${mass.toFixed(3)}`);
}

function lie(what: string): never {
  throw new TwinZeroError(
    'engine',
    `the completion server gives ${what}, so that nothing of its log-probabilities can be trusted; use another server, or leave out the tokenizer and ask it by chat`,
  );
}
