import type { IncomingHttpHeaders } from 'node:http';
import { type StubAnswer, type StubServer, stubServer } from '../../../core/testing/stub-server.ts';

export type { StubAnswer };

/** One request that arrived. */
export interface StubRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; null where none came. */
  readonly body: unknown;
}

/** A web search service on this machine. */
export type WebStub = StubServer<StubRequest>;

/** Answers request i, from 0, with what `answer` says. */
export function webStub(answer: (i: number, request: StubRequest) => StubAnswer): Promise<WebStub> {
  return stubServer(
    ({ url = '', method = '', headers }, body) => ({
      url: new URL(url, 'http://stub'),
      method,
      headers,
      body,
    }),
    answer,
  );
}
