import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import {
  codecOf,
  jsonType,
  protobufType,
  retrieveFutureRequest,
  type WireMessage,
} from '../engine/tinker/wire/index.ts';
import { type Arrived, endpoints, readEndpoint } from './endpoints.ts';
import { type Admission, admit } from './guards.ts';
import { type HttpServer, listenAt, type ServedAt } from './listen-at.ts';
import { results } from './outcome.ts';
import { Refusal } from './refusal.ts';
import type { TinkerService } from './tinker-service.ts';
import { unserved } from './unserved.ts';

/** Where a server listens, whom it lets in, and how much it reads. */
export interface HttpOptions extends Admission, ServedAt {
  readonly mostBodyBytes: number;
}

/** How long connections that wait for nothing but a future are left open at the end. */
const graceMs = 500;

/**
 * Serves a service over HTTP.
 * @throws TwinZeroError `configuration` when the address cannot be listened on.
 */
export async function listen(service: TinkerService, options: HttpOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    void answer(service, request, options)
      .catch(refused)
      .then((said) => send(request, response, said));
  });
  return listenAt(server, { ...options, graceMs });
}

interface Said {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

async function answer(service: TinkerService, request: IncomingMessage, options: HttpOptions): Promise<Said> {
  admit(request, options);
  const { pathname } = new URL(request.url ?? '/', 'http://server');
  const [, path = ''] = /^\/api\/v1\/(.+)$/u.exec(pathname) ?? [];
  const reads = request.method === 'GET' ? readEndpoint(service, path) : null;
  if (reads !== null) return json(reads);
  const serve = postEndpoint(path);
  // Not 501: the official client repeats whatever fails with 500 and above for minutes.
  if (serve === null) throw new Refusal(404, unserved(path) ?? `there is nothing at ${pathname}`);
  if (request.method !== 'POST') throw new Refusal(405, `${path} is posted to`);
  const arrived = { body: await bodyOf(request, options.mostBodyBytes), dialect: dialectOf(request) };
  return serve(service, arrived, request);
}

type PostEndpoint = (service: TinkerService, arrived: Arrived, request: IncomingMessage) => Promise<Said>;

function postEndpoint(path: string): PostEndpoint | null {
  const serve = endpoints.get(path);
  if (serve !== undefined) return async (service, arrived) => json(await serve(service, arrived));
  if (path === 'retrieve_future') return retrieve;
  const finished = /^sessions\/([^/]+)\/finish$/u.exec(path)?.[1];
  if (finished === undefined && path !== 'telemetry') return null;
  return async (service) => {
    if (finished !== undefined) service.finishSession(decodeURIComponent(finished));
    return json(Buffer.from('{"status":"accepted"}'));
  };
}

/** A result in the dialect that is asked for; a failure is an answer, too. */
async function retrieve(
  service: TinkerService,
  { body }: Arrived,
  { headers }: IncomingMessage,
): Promise<Said> {
  const { request_id } = retrieveFutureRequest.json.decode(body, 'the body');
  const outcome = await service.outcome(request_id);
  if (outcome.state === 'pending') {
    const waits = {
      type: 'try_again',
      request_id,
      queue_state: 'active',
      queue_state_reason: outcome.reason,
    };
    return json(Buffer.from(JSON.stringify(waits)));
  }
  if (outcome.state === 'failed') {
    const { error, category } = outcome;
    return json(Buffer.from(JSON.stringify({ error, category })));
  }
  const message: WireMessage<unknown> = results[outcome.kind];
  const codec = codecOf(message, headers.accept?.includes(protobufType) === true ? 'protobuf' : 'json');
  return { status: 200, contentType: codec.contentType, body: codec.encode(outcome.value) };
}

function dialectOf({ headers }: IncomingMessage): Arrived['dialect'] {
  const { 'content-type': type = jsonType, 'content-encoding': encoding = 'identity' } = headers;
  if (encoding !== 'identity')
    throw new Refusal(415, `bodies in ${encoding} are not read; send them as they are`);
  const [kind = ''] = type.split(';');
  if (kind.trim() === protobufType) return 'protobuf';
  if (kind.trim() === jsonType) return 'json';
  throw new Refusal(415, `bodies of type ${kind} are not read; send ${jsonType} or ${protobufType}`);
}

async function bodyOf(request: IncomingMessage, most: number): Promise<Uint8Array> {
  const tooLong = (): Refusal => new Refusal(413, `a body may have ${most} bytes; send the data in parts`);
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLong();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > most) throw tooLong();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function json(body: Uint8Array): Said {
  return { status: 200, contentType: jsonType, body };
}

/** A refusal in words; a defect says nothing of itself. */
function refused(error: unknown): Said {
  const [status, detail] =
    error instanceof Refusal
      ? [error.status, error.message]
      : error instanceof TwinZeroError && error.kind !== 'internal'
        ? [error.kind === 'engine' ? 500 : 400, error.message]
        : [500, 'the server failed; its own output says how'];
  return { status, contentType: jsonType, body: Buffer.from(JSON.stringify({ detail })) };
}

function send(request: IncomingMessage, response: ServerResponse, { status, contentType, body }: Said): void {
  // What was not read of a body would be taken for the next request.
  const unread = !request.complete;
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    ...(unread && { connection: 'close' }),
  });
  response.end(body);
}
