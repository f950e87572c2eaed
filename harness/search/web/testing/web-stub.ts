import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';

/** One request that arrived. */
export interface StubRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; null where none came. */
  readonly body: unknown;
}

/** The answer to one request: none ever, a reply (text as it is, else JSON), or whatever a function does. */
export type StubAnswer =
  | 'never'
  | { readonly status?: number; readonly headers?: OutgoingHttpHeaders; readonly body: unknown }
  | ((response: ServerResponse) => void);

/** A web search service on this machine. */
export interface WebStub {
  readonly address: string;
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
}

/** Answers request i, from 0, with what `answer` says. */
export async function webStub(answer: (i: number, request: StubRequest) => StubAnswer): Promise<WebStub> {
  const requests: StubRequest[] = [];
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      const { url = '', method = '', headers } = incoming;
      const request = {
        url: new URL(url, 'http://stub'),
        method,
        headers,
        body: body === '' ? null : (JSON.parse(body) as unknown),
      };
      const said = answer(requests.push(request) - 1, request);
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
  const at = server.address();
  const port = typeof at === 'object' ? at?.port : undefined;
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
