import { once } from 'node:events';
import type { Server } from 'node:http';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Where a server listens. */
export interface ServedAt {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** A server that listens. */
export interface HttpServer {
  /** E.g. `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Answers what has arrived, and takes no more. */
  close(): Promise<void>;
}

/**
 * Has a server listen.
 * @param options `graceMs` is how long connections are left open at the end.
 * @throws TwinZeroError `configuration` when the address cannot be listened on.
 */
export async function listenAt(
  server: Server,
  { host, port: wanted, graceMs }: ServedAt & { readonly graceMs: number },
): Promise<HttpServer> {
  server.listen(wanted, host);
  await once(server, 'listening').catch((cause: Error) => {
    throw new TwinZeroError(
      'configuration',
      `cannot listen on ${host}:${wanted} (${cause.message}); choose another --host or --port`,
      { cause },
    );
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : wanted;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shown}:${port}`, close: () => closeServer(server, graceMs) };
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
