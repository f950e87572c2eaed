import type { ServerResponse } from 'node:http';
import { type StubAnswer, stubServer } from '../../../core/testing/stub-server.ts';

export type { StubAnswer };

/** One request that arrived. */
export interface StubRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  /** Parsed; null where none came. */
  readonly body: unknown;
}

/** A completion server on this machine. */
export interface CompletionStub {
  /** Its base address. */
  readonly host: string;
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
}

/** A chat completion of `content`: 20 prompt tokens, one token for each of its words. */
export function chatCompletion(content: string, finishReason = 'stop'): StubAnswer {
  const words = content.split(/\s+/).length;
  return {
    body: {
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finishReason }],
      usage: { prompt_tokens: 20, completion_tokens: words, total_tokens: 20 + words },
    },
  };
}

/** Sends `piece` for ever, every `everyMs` milliseconds or, at 0, as fast as it is taken; `sent` is told its length. */
export function endless(
  piece: string,
  everyMs: number,
  sent: (bytes: number) => void = () => {},
): (response: ServerResponse) => void {
  return (response: ServerResponse): void => {
    const next = (): void => {
      if (response.destroyed) return;
      const taken = response.write(piece);
      sent(piece.length);
      if (everyMs > 0) setTimeout(next, everyMs);
      else if (taken) setImmediate(next);
      else response.once('drain', next);
    };
    next();
  };
}

/** Answers request i, from 0, with what `answer` says. */
export async function completionStub(
  answer: (i: number, request: StubRequest) => StubAnswer,
): Promise<CompletionStub> {
  const server = await stubServer(
    ({ url = '', headers: { authorization } }, body): StubRequest => ({ path: url, authorization, body }),
    answer,
  );
  return { host: `${server.address}/v1`, requests: server.requests, close: () => server.close() };
}
