import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SampleParams, SampleResult } from '../engine.ts';
import type { Account } from './account.ts';
import type { CompletionServer } from './completion-server.ts';
import { cutAtStop } from './cut-at-stop.ts';
import { serverSeed } from './reply-parts.ts';
import { requireModel } from './require-model.ts';
import { requireEnded, type ServedSampler } from './served-sampler.ts';
import { tokenReply, type WrittenTokens, writtenTokens } from './token-reply.ts';

/** A model on a server, and what its requests are made of. */
export interface TokenSamplerParts {
  readonly server: CompletionServer;
  readonly model: string;
  readonly account: Account;
  readonly decode: (tokens: readonly number[]) => string;
}

/**
 * A sampler over `/v1/completions` with token ids both ways: vLLM from 0.10.2 and SGLang (`return_token_ids`), and
 * llama.cpp, whose log-probabilities carry ids. Log-probabilities are what the server gives, which is softmax(logits) for
 * vLLM and llama.cpp by default, whatever the temperature.
 *
 * `probe` asks for one token: a server that answers without ids is refused before anything is played.
 * @throws TwinZeroError as `CompletionServer.post`, and `configuration` for a server without ids.
 */
export async function tokenSampler(
  parts: TokenSamplerParts,
  probe: readonly number[],
): Promise<ServedSampler> {
  const first = { temperature: 0, maxTokens: 1, seed: 1, stopTokens: [], topLogprobs: 2 };
  const { form, top } = await ask(parts, { prompt: probe, params: first, stops: {} }).catch(refuseWithoutIds);
  // llama.cpp cuts the tokens of a stop string from its answer without saying which string it was.
  const stopsThere = form === 'listed';
  return {
    topLogprobs: (top?.[0]?.length ?? 0) >= 2,
    api: `completions/${form}`,
    async sample(prompt, params) {
      const stops = stopsThere ? stopFields(params) : {};
      const { reason, tokens, logprobs, top: likeliest } = await ask(parts, { prompt, params, stops });
      const topLogprobs = likeliestOf(likeliest, params);
      const sampled: SampleResult = { tokens, logprobs, stopReason: requireEnded(reason), ...topLogprobs };
      return cutAtStop(sampled, params, parts.decode);
    },
  };
}

interface Asking {
  readonly prompt: readonly number[];
  readonly params: SampleParams;
  readonly stops: Readonly<Record<string, unknown>>;
}

async function ask(
  { server, model, account }: TokenSamplerParts,
  { prompt, params, stops }: Asking,
): Promise<WrittenTokens & { readonly reason: 'stop' | 'length' | 'abort' | 'content_filter' }> {
  const { temperature, maxTokens, seed, topK, topP, topLogprobs } = params;
  const body = {
    model,
    prompt,
    temperature,
    max_tokens: maxTokens,
    seed: serverSeed(seed),
    ...plainSampling,
    ...(topK !== undefined && topK > 0 && { top_k: topK }),
    ...(topP !== undefined && { top_p: topP }),
    logprobs: Math.max(1, topLogprobs ?? 1),
    return_token_ids: true,
    return_tokens_as_token_ids: true,
    ...stops,
  };
  const reply = await server.post({ path: 'completions', body, reply: tokenReply, seed });
  requireModel(model, reply.model);
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = reply.usage;
  account.add({ promptTokens, completionTokens });
  return { ...writtenTokens(reply), reason: reply.choices[0].finish_reason };
}

/**
 * The whole vocabulary, undamped: servers otherwise take what llama.cpp (top-k 40, min-p 0.05) or the model's
 * `generation_config.json` (Qwen2.5: repetition penalty 1.05) says.
 */
export const plainSampling = { top_p: 1, top_k: -1, min_p: 0, repetition_penalty: 1 } as const;

function stopFields({ stopTokens, stopStrings = [] }: SampleParams): Readonly<Record<string, unknown>> {
  return {
    stop_token_ids: stopTokens,
    ...(stopStrings.length > 0 && { stop: stopStrings }),
    // Keeps what stopped it: vLLM's name for it, and SGLang's.
    include_stop_str_in_output: true,
    no_stop_trim: true,
  };
}

function likeliestOf(
  top: WrittenTokens['top'],
  { topLogprobs }: SampleParams,
): Pick<SampleResult, 'topLogprobs'> {
  if (topLogprobs === undefined) return {};
  // vLLM adds the token that was sampled where it is none of the likeliest.
  if (top?.every((found) => found.length >= topLogprobs) === true)
    return { topLogprobs: top.map((found) => found.slice(0, topLogprobs)) };
  throw new TwinZeroError(
    'engine',
    `the completion server gives fewer than the ${topLogprobs} likeliest tokens it was asked for; ask for fewer, or raise the server's limit`,
  );
}

function refuseWithoutIds(cause: unknown): never {
  if (
    !(cause instanceof TwinZeroError) ||
    cause.kind !== 'engine' ||
    !/ answered completions with bad "choices\.0/u.test(cause.message)
  )
    throw cause;
  throw new TwinZeroError(
    'configuration',
    `${cause.message}: its tokens do not come back as ids, as those of vLLM, SGLang and llama.cpp do; leave out the tokenizer, so that it is asked by chat`,
    { cause },
  );
}
