import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** What the stub answers a request: never, or with a status and a body, text as it is and anything else as JSON. */
export type StubAnswer = 'never' | { readonly status?: number; readonly body: unknown };

/** One request that arrived. */
export interface StubRequest {
  readonly path: string;
  readonly authorization: string | undefined;
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

/** Answers request i, from 0, with what `answer` says. */
export async function completionStub(
  answer: (i: number, request: StubRequest) => StubAnswer,
): Promise<CompletionStub> {
  const requests: StubRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { url = '', headers } = request;
      const arrived = { path: url, authorization: headers.authorization, body: JSON.parse(body) };
      const said = answer(requests.push(arrived) - 1, arrived);
      if (said === 'never') return;
      response.statusCode = said.status ?? 200;
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
