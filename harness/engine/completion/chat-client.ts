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
  readonly signal?: AbortSignal;
}

/** What came back. */
export interface ChatReply {
  readonly text: string;
  /** `length` when the limit cut the text off; `stop` and whatever else a server says. */
  readonly finishReason: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Chat completions of one model. */
export interface ChatClient {
  readonly model: string;
  /** @throws TwinZeroError as `CompletionServer.post`. */
  chat(request: ChatRequest): Promise<ChatReply>;
}

const reply = z.object({
  choices: z.tuple(
    [z.object({ message: z.object({ content: z.string().nullable() }), finish_reason: z.string() })],
    z.unknown(),
  ),
  usage: z.object({ prompt_tokens: z.int().nonnegative(), completion_tokens: z.int().nonnegative() }),
});

/** A client of `model`; the empty name is the one that a server with a single model takes for it, as published. */
export function chatClient(server: CompletionServer, model: string): ChatClient {
  return {
    model,
    async chat({ messages, temperature, maxTokens, seed, topP, stop, signal }) {
      const { choices, usage } = await server.post({
        path: 'chat/completions',
        body: {
          model,
          messages,
          temperature,
          max_tokens: maxTokens,
          // 31 bits: llama.cpp takes 2^32 - 1 for "draw one".
          seed: seed >>> 1,
          ...(topP !== undefined && { top_p: topP }),
          ...(stop !== undefined && { stop }),
        },
        reply,
        seed,
        ...(signal !== undefined && { signal }),
      });
      const [{ message, finish_reason: finishReason }] = choices;
      return {
        text: message.content ?? '',
        finishReason,
        promptTokens: usage.prompt_tokens,
        completionTokens: usage.completion_tokens,
      };
    },
  };
}
