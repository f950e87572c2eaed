import { z } from 'zod';
import type { CompletionServer } from './completion-server.ts';

/** One message of a chat. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** One chat completion. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly temperature: number;
  readonly maxTokens: number;
  /** From 0 to 2^32 - 1; draws the text where the server can, and the host. */
  readonly seed: number;
  readonly topP?: number;
  readonly stop?: readonly string[];
  /** Default false. */
  readonly logprobs?: boolean;
  readonly signal?: AbortSignal;
}

/** One chat completion as it came back. */
export interface ChatReply {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** The log-probability of each token written, natural, up to 0; null where none were asked for. */
  readonly logprobs: readonly number[] | null;
}

/** Chat completions of one model. */
export interface ChatClient {
  readonly model: string;
  /** @throws TwinZeroError as `CompletionServer.post`. */
  chat(request: ChatRequest): Promise<ChatReply>;
}

/** Only `stop` is a text that its model ended; `abort` is what SGLang and vLLM say of a request that broke off. */
const finishReasons = ['stop', 'length', 'abort', 'content_filter'] as const;
type FinishReason = (typeof finishReasons)[number];

/** Ours: more than any model reads. A server that counts further does not count tokens. */
const tokenCount = z.int().min(0).max(10_000_000);

/** Rounding takes a sure token a little above 0; 1e-3 is ours, far above the rounding of float32 and far below a token's doubt. */
const logprob = z
  .number()
  .max(1e-3)
  .transform((value) => Math.min(0, value));

const choice = z.object({
  message: z.object({ content: z.string().nullable() }),
  finish_reason: z.enum(finishReasons),
});
const usage = z.object({ prompt_tokens: tokenCount, completion_tokens: tokenCount });
const reply = z.object({ choices: z.tuple([choice], z.unknown()), usage });
const replyWithLogprobs = z.object({
  choices: z.tuple(
    [choice.extend({ logprobs: z.object({ content: z.array(z.object({ logprob })) }) })],
    z.unknown(),
  ),
  usage,
});

/** A client of `model`; the empty name is the one that a server with a single model takes for it, as published. */
export function chatClient(server: CompletionServer, model: string): ChatClient {
  return {
    model,
    async chat(request) {
      const { seed, signal } = request;
      const call = {
        path: 'chat/completions',
        body: requestBody(model, request),
        seed,
        ...(signal !== undefined && { signal }),
      };
      if (request.logprobs !== true) return chatReply(await server.post({ ...call, reply }), null);
      const answer = await server.post({ ...call, reply: replyWithLogprobs });
      return chatReply(
        answer,
        answer.choices[0].logprobs.content.map((token) => token.logprob),
      );
    },
  };
}

function requestBody(model: string, request: ChatRequest): Readonly<Record<string, unknown>> {
  const { messages, temperature, maxTokens, seed, topP, stop, logprobs } = request;
  return {
    model,
    messages,
    temperature,
    max_tokens: maxTokens,
    // 31 bits: llama.cpp takes 2^32 - 1 for "draw one".
    seed: seed >>> 1,
    ...(topP !== undefined && { top_p: topP }),
    ...(stop !== undefined && { stop }),
    ...(logprobs === true && { logprobs }),
  };
}

function chatReply(
  { choices: [first], usage: counts }: z.output<typeof reply>,
  logprobs: ChatReply['logprobs'],
): ChatReply {
  return {
    text: first.message.content ?? '',
    finishReason: first.finish_reason,
    promptTokens: counts.prompt_tokens,
    completionTokens: counts.completion_tokens,
    logprobs,
  };
}
