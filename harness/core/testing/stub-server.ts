import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * The answer to one request: none ever, or a status, headers and a body, which is sent as it is when it is text and as
 * JSON otherwise, or whatever a function does with the response.
 */
export type StubAnswer =
  | 'never'
  | { readonly status?: number; readonly headers?: OutgoingHttpHeaders; readonly body: unknown }
  | ((response: ServerResponse) => void);

/** An answer that says how long it is and breaks off after some of it. */
export function cutShort(body: unknown): StubAnswer {
  const whole = JSON.stringify(body);
  return (response) => {
    response.writeHead(200, { 'content-length': whole.length, 'content-type': 'application/json' });
    response.write(whole.slice(0, 12), () => response.destroy());
  };
}

/** A server on this machine that answers what a test says. */
export interface StubServer<Request> {
  readonly address: string;
  readonly requests: readonly Request[];
  close(): Promise<void>;
}

/**
 * Answers request i, from 0, with what `answer` says.
 * @param read what a test sees of a request; `body` is parsed, null where none came.
 */
export async function stubServer<Request>(
  read: (incoming: IncomingMessage, body: unknown) => Request,
  answer: (i: number, request: Request) => StubAnswer,
): Promise<StubServer<Request>> {
  const requests: Request[] = [];
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      const request = read(incoming, body === '' ? null : JSON.parse(body));
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
