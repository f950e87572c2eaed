import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { mapConcurrent } from '../core/map-concurrent.ts';
import { checkValue, parseJson } from '../core/parse-json.ts';
import type { Question } from '../core/question.ts';
import { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { z } from 'zod';
import { retrieveRequest, type SearchBackend, type SearchResult, wikiRequest } from '../search/index.ts';
import { type Admission, admit } from './guards.ts';
import { type HttpServer, listenAt, type ServedAt } from './listen-at.ts';
import { Refusal } from './refusal.ts';

/** Where a retriever listens, whom it lets in, and how much it takes. */
export interface RetrieverServerOptions extends Admission, ServedAt {
  /** Documents of a query that names no number. */
  readonly topK: number;
  /** Of the draws of a backend that draws; each query has its own, by its words. */
  readonly seed: number;
}

/** Ours: 256 queries of 4,000 letters. */
const mostBodyBytes = 1_048_576;
/** Ours: a step of the papers' recipes asks some hundred at a time. */
const mostQueries = 1024;
/** Ours. */
const mostDocuments = 100;
/** How long requests may still take at the end; ours. */
const graceMs = 5000;
/** Queries searched at once. */
const concurrency = 8;

/**
 * Serves a search backend as Search-R1's `POST /retrieve`, and as ZeroSearch's local Wikipedia, which is asked at the
 * same place with `{ query, top_k }`.
 * @throws TwinZeroError `configuration` when the address cannot be listened on.
 */
export async function serveRetriever(
  backend: SearchBackend,
  options: RetrieverServerOptions,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    void answer(backend, request, options)
      .then((body) => ({ status: 200, body }))
      .catch(refused)
      .then((said) => send(request, response, said));
  });
  return listenAt(server, { ...options, graceMs });
}

async function answer(
  backend: SearchBackend,
  request: IncomingMessage,
  options: RetrieverServerOptions,
): Promise<unknown> {
  admit(request, options);
  const { pathname } = new URL(request.url ?? '/', 'http://server');
  if (pathname !== '/retrieve') throw new Refusal(404, `there is nothing at ${pathname}; post to /retrieve`);
  if (request.method !== 'POST') throw new Refusal(405, '/retrieve is posted to');
  // A page that a browser was lured to can send text or a form without asking, and no JSON.
  if (!/^application\/json\b/iu.test(request.headers['content-type'] ?? ''))
    throw new Refusal(415, 'bodies of that type are not read; send application/json');
  const body = await bodyOf(request);
  const { topK, seed } = options;
  const search = (query: string, wanted: number | null | undefined): Promise<SearchResult> =>
    backend.search({
      query,
      topK: Math.min(wanted ?? topK, mostDocuments),
      question: questionOf(query),
      random: Random.seeded(seed).fork('retriever', query),
    });
  if ('query' in body) {
    const { documents } = await search(body.query, body.top_k);
    return documents.map(({ text }) => ({ text }));
  }
  const { queries, topk, return_scores: scored } = body;
  if (queries.length > mostQueries)
    throw new Refusal(413, `a request may have ${mostQueries} queries; send the rest in another`);
  const results = await mapConcurrent(queries, (query) => search(query, topk), { limit: concurrency });
  return { result: results.map((result) => passages(result, scored)) };
}

/** Nobody knows what the query was for, so a backend that reads the question fails. */
function questionOf(query: string): Question {
  return {
    id: query,
    question: query,
    answers: [''],
    goldChunkId: null,
    chunkIds: [],
    kind: 'unlabelled',
    answerType: 'unlabelled',
  };
}

/** A backend without scores has none to give. */
function passages({ documents, scores }: SearchResult, scored: boolean): readonly unknown[] {
  const found = documents.map(({ id, text }) => ({ id, contents: text }));
  return scored ? found.map((document, i) => ({ document, score: scores?.[i] ?? null })) : found;
}

async function bodyOf(
  request: IncomingMessage,
): Promise<z.output<typeof retrieveRequest> | z.output<typeof wikiRequest>> {
  const tooLong = (): Refusal =>
    new Refusal(413, `a body may have ${mostBodyBytes} bytes; send less at once`);
  if (Number(request.headers['content-length'] ?? 0) > mostBodyBytes) throw tooLong();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > mostBodyBytes) throw tooLong();
    pieces.push(piece);
  }
  const place = { where: 'the body' };
  const value = parseJson(decodeUtf8(Buffer.concat(pieces), { file: 'the body' }), z.looseObject({}), place);
  return 'query' in value ? checkValue(value, wikiRequest, place) : checkValue(value, retrieveRequest, place);
}

/** A status and one sentence, under `detail` as FastAPI has it; a defect says nothing of itself. */
function refused(error: unknown): { readonly status: number; readonly body: unknown } {
  if (error instanceof Refusal) return { status: error.status, body: { detail: error.message } };
  if (!(error instanceof TwinZeroError) || error.kind === 'internal')
    return { status: 500, body: { detail: 'the server failed' } };
  return { status: error.kind === 'data' ? 422 : 502, body: { detail: error.message } };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body }: { readonly status: number; readonly body: unknown },
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  // What was not read of a body would be taken for the next request.
  const unread = !request.complete;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    'x-content-type-options': 'nosniff',
    ...(unread && { connection: 'close' }),
  });
  response.end(bytes);
}
