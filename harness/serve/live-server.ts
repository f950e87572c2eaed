import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Admission, admit } from './guards.ts';
import { type HttpServer, listenAt, type ServedAt } from './listen-at.ts';
import { Refusal } from './refusal.ts';

/** A file of a live page. */
export interface LiveFile {
  /** E.g. `text/css`. */
  readonly type: string;
  readonly text: string;
}

/** A page and its files, and what its readers are told. */
export interface LiveServer extends HttpServer {
  /** Tells every reader, and each who comes later; one event of this name replaces the one before. */
  tell(event: string, value: unknown): void;
}

/** Path of the events, server-sent. */
const eventsPath = '/events';
/** How long a request may still take at the end; ours. */
const graceMs = 1000;

/**
 * Serves files by their path, and events to whoever has them open.
 * @throws TwinZeroError `configuration` when the address cannot be listened on.
 */
export async function serveLive(
  files: ReadonlyMap<string, LiveFile>,
  options: Admission & ServedAt,
): Promise<LiveServer> {
  const readers = new Set<ServerResponse>();
  const told = new Map<string, string>();
  const server = createServer((request, response) => {
    try {
      const pathname = requested(request, options);
      if (pathname === eventsPath) {
        response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
        response.write([...told.values()].join('') || ':\n\n');
        readers.add(response);
        response.on('close', () => readers.delete(response));
        return;
      }
      const file = files.get(pathname);
      if (file === undefined) throw new Refusal(404, `there is nothing at ${pathname}`);
      send(response, 200, file);
    } catch (error) {
      const said = error instanceof Refusal ? error : new Refusal(500, 'the server failed');
      send(response, said.status, { type: 'text/plain', text: `${said.message}\n` });
    }
  });
  const listening = await listenAt(server, { ...options, graceMs });
  return {
    url: listening.url,
    tell(event, value) {
      // JSON holds no line break, which would end the event.
      const text = `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
      told.set(event, text);
      for (const reader of readers) reader.write(text);
    },
    close() {
      for (const reader of readers) reader.end();
      return listening.close();
    },
  };
}

const headers = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
} as const;

function requested(request: IncomingMessage, admission: Admission): string {
  admit(request, admission);
  if (request.method !== 'GET') throw new Refusal(405, 'this server is only read from');
  return new URL(request.url ?? '/', 'http://server').pathname;
}

function send(response: ServerResponse, status: number, { type, text }: LiveFile): void {
  response.writeHead(status, {
    ...headers,
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
