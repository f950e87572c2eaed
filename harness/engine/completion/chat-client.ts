import { z } from 'zod';
import type { CompletionServer } from './completion-server.ts';
import { finishReason, type FinishReason, logprob, modelName, serverSeed, usage } from './reply-parts.ts';
import { requireModel } from './require-model.ts';

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
  /** Fields beyond OpenAI's, for a server that is known to take them. */
  readonly beyond?: Readonly<Record<string, unknown>>;
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
  /** @throws TwinZeroError as `CompletionServer.post`, and `engine` when another model answers. */
  chat(request: ChatRequest): Promise<ChatReply>;
}

const choice = z.object({
  message: z.object({ content: z.string().nullable() }),
  finish_reason: finishReason,
});
const reply = z.object({ model: modelName, choices: z.tuple([choice], z.unknown()), usage });
const replyWithLogprobs = z.object({
  model: modelName,
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
      if (request.logprobs !== true) {
        const plain = await server.post({ ...call, reply });
        requireModel(model, plain.model);
        return chatReply(plain, null);
      }
      const answer = await server.post({ ...call, reply: replyWithLogprobs });
      requireModel(model, answer.model);
      return chatReply(
        answer,
        answer.choices[0].logprobs.content.map((token) => token.logprob),
      );
    },
  };
}

function requestBody(model: string, request: ChatRequest): Readonly<Record<string, unknown>> {
  const { messages, temperature, maxTokens, seed, topP, stop, logprobs, beyond } = request;
  return {
    ...beyond,
    model,
    messages,
    temperature,
    max_tokens: maxTokens,
    seed: serverSeed(seed),
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
