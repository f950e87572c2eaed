import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** The commit of every stub repository. */
export const stubCommit = 'c'.repeat(40);

/** One request that arrived. */
export interface HubRequest {
  readonly url: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

/** A hub on this machine. */
export interface StubHub {
  readonly address: string;
  readonly requests: readonly HubRequest[];
  /** Requests for files, without those for listings. */
  readonly asked: () => readonly HubRequest[];
  close(): Promise<void>;
}

/** Answers a request for a file in a way of its own; true where it did. */
export type Fault = (request: IncomingMessage, response: ServerResponse, bytes: Buffer) => boolean;

/** A hub that has one repository `owner/name` of these files, and ranges; large ones (over 100 bytes) have a sha256. */
export async function stubHub(
  files: Readonly<Record<string, string>>,
  fault: Fault = () => false,
  holds: 'models' | 'datasets' = 'models',
): Promise<StubHub> {
  const requests: HubRequest[] = [];
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    requests.push({ url, range: headers.range, authorization: headers.authorization });
    const name = url.split(`/resolve/${stubCommit}/`)[1] ?? '';
    const bytes = Buffer.from(files[name] ?? '');
    if (name in files && fault(request, response, bytes)) return;
    if (url === `/api/${holds}/owner/name/revision/main`) response.end(JSON.stringify({ sha: stubCommit }));
    else if (url === `/api/${holds}/owner/name/tree/${stubCommit}?recursive=true`)
      response.end(
        JSON.stringify([
          { type: 'directory', path: 'onnx', size: 0, oid: stubCommit },
          ...Object.entries(files).map(listed),
        ]),
      );
    else if (name in files) sendRange(headers.range, response, bytes);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    address: `http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}`,
    requests,
    asked: () => requests.filter(({ url }) => url.includes('/resolve/')),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function listed([path, text]: readonly [string, string]): object {
  const bytes = Buffer.from(text);
  const oid = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  if (bytes.length <= 100) return { type: 'file', path, size: bytes.length, oid };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { type: 'file', path, size: 130, oid, lfs: { oid: sha256, size: bytes.length } };
}

function sendRange(range: string | undefined, response: ServerResponse, bytes: Buffer): void {
  const [, first] = /^bytes=(\d+)-$/u.exec(range ?? '') ?? [];
  const from = Number(first ?? 0);
  if (first === undefined) response.end(bytes);
  else if (from >= bytes.length) response.writeHead(416).end();
  else {
    response.writeHead(206, { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
    response.end(bytes.subarray(from));
  }
}

/** Sends the first `count` bytes of a whole file and breaks the connection. */
export function cutAfter(response: ServerResponse, bytes: Buffer, count: number): true {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, count), () => setTimeout(() => response.destroy(), 5));
  return true;
}
