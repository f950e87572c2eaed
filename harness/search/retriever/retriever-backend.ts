import { sha256 } from '../../core/canonical-json.ts';
import { decodeUtf8 } from '../../core/decode-utf8.ts';
import type { Document } from '../../core/episode.ts';
import {
  exchange,
  ExchangeFailure,
  type Fetch,
  type HttpAnswer,
  redirectTarget,
  shownAddress,
} from '../../core/http-exchange.ts';
import { parseJson } from '../../core/parse-json.ts';
import { redact } from '../../core/redact.ts';
import { isTransientStatus, LastingSearchError, transientSearchError } from '../../core/retry.ts';
import { type ErrorKind, TwinZeroError } from '../../core/twin-zero-error.ts';
import { retryAfterMs } from '../../engine/index.ts';
import type { SearchBackend } from '../search-backend.ts';
import { retrieveReply } from './retriever-wire.ts';

/** A retrieval server, no part of a configuration. */
export interface RetrieverPlace {
  /** Its address without `/retrieve`, e.g. `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Environment variable of the token that it wants; default `TWINZERO_RETRIEVER_TOKEN`, and none where that is not set. */
  readonly tokenVariable?: string | undefined;
  /** Of one search, until the last byte of its answer; default 30,000. Ours: an exact search of 21 million vectors. */
  readonly timeoutMs?: number | undefined;
  /** Default: the global one. */
  readonly fetch?: Fetch | undefined;
}

const defaultVariable = 'TWINZERO_RETRIEVER_TOKEN';
/** Ours: some hundred long passages. */
const mostReplyBytes = 4_194_304;

/**
 * Asks a server of Search-R1's retriever API, one query a request.
 * @param name what the server is to be known as in records, e.g. `wiki18-e5`
 * @throws TwinZeroError `configuration` for a bad address and a token that is not set. Its searches throw `search` when
 * the server is out of reach, slow, overloaded (then with the pause that it asks for) or broken, and `configuration` when
 * it refuses the token or the address.
 */
export function retrieverBackend(name: string, place: RetrieverPlace): SearchBackend {
  const url = retrieveAddress(place.url);
  const token = tokenOf(place);
  const server: Server = { shown: shownAddress(url), secrets: token === null ? [] : [token] };
  const headers = {
    'content-type': 'application/json',
    ...(token !== null && { authorization: `Bearer ${token}` }),
  };
  const { timeoutMs = 30_000, fetch } = place;
  return {
    id: `retriever(${name})`,
    async search({ query, topK }) {
      const body = JSON.stringify({ queries: [query], topk: topK, return_scores: true });
      const start = performance.now();
      const answer = await exchange(url.href, {
        request: { method: 'POST', headers, body },
        timeoutMs,
        maxBytes: mostReplyBytes,
        fetch,
      }).catch((cause: unknown) => {
        throw cause instanceof ExchangeFailure ? failure(server, 'search', cause.message) : cause;
      });
      const found = readAnswer(server, answer, url);
      return { ...found(topK), latencyMs: Math.round(performance.now() - start) };
    },
  };
}

function retrieveAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username !== '' || /[?#]/u.test(text))
    throw new TwinZeroError(
      'configuration',
      'a retriever has no usable address; give one like http://127.0.0.1:8000, without a user, a query or a fragment',
    );
  url.pathname = `${url.pathname.replace(/\/+$/u, '')}/retrieve`;
  return url;
}

function tokenOf({ tokenVariable }: RetrieverPlace): string | null {
  const token = process.env[tokenVariable ?? defaultVariable] ?? '';
  if (token === '' && tokenVariable === undefined) return null;
  if (/^[\x21-\x7e]+$/u.test(token)) return token;
  throw new TwinZeroError(
    'configuration',
    `the environment variable ${tokenVariable ?? defaultVariable}, which is to hold the token of the retriever, ${token === '' ? 'is not set' : 'holds what no header can carry'}`,
  );
}

interface Server {
  readonly shown: string;
  readonly secrets: readonly string[];
}

function failure(server: Server, kind: ErrorKind, what: string): TwinZeroError {
  return new TwinZeroError(kind, sentence(server, what));
}

function sentence({ shown, secrets }: Server, what: string): string {
  return redact(`the retriever at ${shown} ${what}`, secrets);
}

/** 404 and 405: nothing is retrieved at that address. */
const lasting: ReadonlySet<number> = new Set([401, 403, 404, 405]);

function readAnswer(
  server: Server,
  answer: HttpAnswer,
  url: URL,
): (topK: number) => { readonly documents: readonly Document[]; readonly scores?: readonly number[] } {
  const { status, body } = answer;
  const target = redirectTarget(answer, url.href);
  if (target !== null)
    throw failure(
      server,
      'configuration',
      `answered ${status} and points to ${shownAddress(target)}, where the query was not sent; give that address`,
    );
  if (status < 200 || status > 299) {
    const said = `answered ${status}: ${JSON.stringify(new TextDecoder().decode(body).slice(0, 200))}`;
    if (lasting.has(status)) throw failure(server, 'configuration', `${said}; check its address and token`);
    const message = sentence(server, said);
    if (!isTransientStatus(status)) throw new LastingSearchError(`${message}; it does not take this request`);
    throw transientSearchError(message, retryAfterMs(answer.headers));
  }
  const [found = [], ...more] = replyOf(server, body).result;
  if (more.length > 0) throw failure(server, 'search', `gave ${more.length + 1} results for one query`);
  return (topK) => {
    const hits = new Map(found.map(({ document, score }) => [idOf(document), { document, score }]));
    const first = [...hits].slice(0, topK);
    const scores = first.flatMap(([, { score }]) => (typeof score === 'number' ? [score] : []));
    return {
      documents: first.map(([id, { document }]) => ({ id, text: document.contents, origin: 'chunk' })),
      ...(first.length > 0 && scores.length === first.length && { scores }),
    };
  };
}

function replyOf(server: Server, body: Uint8Array): ReturnType<typeof retrieveReply.parse> {
  try {
    const text = decodeUtf8(body, { file: 'its answer' });
    return parseJson(text, retrieveReply, { where: 'its answer' });
  } catch (cause) {
    if (!(cause instanceof TwinZeroError)) throw cause;
    throw failure(server, 'search', `does not answer as Search-R1's does: ${cause.message}`);
  }
}

/** A passage without an id is known by its words. */
function idOf({
  id,
  contents,
}: {
  readonly id?: string | number | null | undefined;
  readonly contents: string;
}): string {
  return id === undefined || id === null ? sha256(contents).slice(0, 16) : String(id);
}
