import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * The answer to one request: none ever, or a status, headers and a body, which is sent as it is when it is text and as
 * JSON otherwise, or whatever a function does with the response.
 */
export type StubAnswer =
  | 'never'
  | { readonly status?: number; readonly headers?: OutgoingHttpHeaders; readonly body: unknown }
  | ((response: ServerResponse) => void);

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
  const requests: StubRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { url = '', headers } = request;
      const { authorization } = headers;
      const arrived = { path: url, authorization, body: body === '' ? null : JSON.parse(body) };
      const said = answer(requests.push(arrived) - 1, arrived);
      if (said === 'never') return;
      if (typeof said === 'function') {
        said(response);
        return;
      }
      response.writeHead(said.status ?? 200, said.headers);
      response.end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    host: `http://127.0.0.1:${port}/v1`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
