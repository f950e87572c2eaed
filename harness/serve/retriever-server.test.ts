import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { afterEach, describe, it } from 'mocha';
import { bm25Backend } from '../search/lexical/bm25.ts';
import { oracleBackend } from '../search/oracle-backend.ts';
import { retrieverBackend } from '../search/retriever/retriever-backend.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import { contractChunks, contractRequest, searchContract } from '../search/testing/search-contract.ts';
import { noiseBackend } from '../search/wrappers/noise-backend.ts';
import { retryBackend } from '../search/wrappers/retry-backend.ts';
import { loopbackHosts } from './guards.ts';
import type { HttpServer } from './listen-at.ts';
import { type RetrieverServerOptions, serveRetriever } from './retriever-server.ts';

const bm25 = bm25Backend(contractChunks);
const secret = 'a-token-of-sixteen-letters';
const servers: HttpServer[] = [];

async function serve(
  backend: SearchBackend,
  change: Partial<RetrieverServerOptions> = {},
): Promise<HttpServer> {
  const own = { host: '127.0.0.1', port: 0, topK: 3, seed: 1, token: null, hosts: new Set(loopbackHosts) };
  const server = await serveRetriever(backend, { ...own, ...change });
  servers.push(server);
  return server;
}

async function post(
  { url }: HttpServer,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; said: unknown }> {
  const answer = await fetch(`${url}/retrieve`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, said: await answer.json() };
}

/** A client whose server starts with its first search. */
function asked(backend: SearchBackend): SearchBackend {
  let client: Promise<SearchBackend> | null = null;
  return {
    id: 'retriever(contract)',
    async search(request) {
      client ??= serve(backend).then(({ url }) => retrieverBackend('contract', { url }));
      const { documents, scores } = await (await client).search(request);
      return { documents, ...(scores && { scores }) };
    },
  };
}

afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

searchContract('a served retriever', { make: () => asked(bm25), readsQuestion: false });

describe('a served retriever', () => {
  it('answers as Search-R1 does, with scores or without', async () => {
    const server = await serve(bm25);
    const { documents, scores } = await bm25.search(contractRequest('tank7', { topK: 2 }));
    const [text = ''] = documents.map((document) => document.text);
    const queries = ['tank7', 'nothing of it'];
    assert.deepEqual(await post(server, { queries, topk: 2, return_scores: true }), {
      status: 200,
      said: { result: [[{ document: { id: 'c7', contents: text }, score: scores?.[0] }], []] },
    });
    assert.deepEqual((await post(server, { queries, topk: 2 })).said, {
      result: [[{ id: 'c7', contents: text }], []],
    });
    const { said } = await post(server, { queries: ['crew'], topk: null });
    assert.equal((said as { result: unknown[][] }).result[0]?.length, 3);
  });

  it('answers as the local Wikipedia of ZeroSearch does', async () => {
    const { said } = await post(await serve(bm25), { query: 'tank7', top_k: 5 });
    assert.deepEqual(said, [{ text: contractChunks[7]?.text }]);
  });

  it('gives a client the documents and scores of its backend', async () => {
    const { url } = await serve(bm25);
    const client = retrieverBackend('wiki', { url: `${url}/` });
    const request = contractRequest('valve2 crew', { topK: 5 });
    const { latencyMs, ...found } = await client.search(request);
    assert.deepEqual(found, await bm25.search(request));
    assert.ok(latencyMs !== undefined && latencyMs >= 0);
    assert.equal(client.id, 'retriever(wiki)');
  });

  it('draws for a query by its words, whatever else is asked', async () => {
    const server = await serve(noiseBackend(bm25, { rate: 0.5, pool: contractChunks }));
    const queries = Array.from({ length: 20 }, (_, i) => `tank${i}`);
    const { said } = await post(server, { queries, return_scores: true });
    const alone = [];
    for (const query of queries.toReversed())
      alone.unshift((await post(server, { queries: [query], return_scores: true })).said);
    assert.deepEqual(
      alone.flatMap((one) => (one as { result: unknown[] }).result),
      (said as { result: unknown[] }).result,
    );
    // A noisy result has no scores to give, and says so.
    assert.match(JSON.stringify(said), /"score":null/u);
  });

  it('refuses in one sentence what it does not take', async () => {
    const server = await serve(bm25);
    for (const [body, status, detail] of [
      ['{"queries": [', 422, /^the body: broken JSON/u],
      [{ queries: [] }, 422, /^the body: bad "queries"/u],
      [{ queries: ['a'], topk: 0 }, 422, /^the body: bad "topk"/u],
      [{}, 422, /^the body: bad "queries"/u],
      [{ query: 7 }, 422, /^the body: bad "query"/u],
      [{ queries: Array.from({ length: 1025 }, () => 'a') }, 413, /may have 1024 queries/u],
      [{ queries: ['a'.repeat(1_048_577)] }, 413, /may have 1048576 bytes/u],
    ] as const) {
      const answer = await post(server, body);
      assert.equal(answer.status, status);
      assert.match((answer.said as { detail: string }).detail, detail);
    }
    assert.equal((await post(server, '{}', { 'content-type': 'text/plain' })).status, 415);
    assert.equal((await fetch(`${server.url}/retrieve`)).status, 405);
    assert.equal((await fetch(server.url, { method: 'POST' })).status, 404);
    const failing = await post(await serve(oracleBackend(contractChunks)), { queries: ['a'] });
    assert.deepEqual([failing.status, Object.keys(failing.said as object)], [502, ['detail']]);
  });

  it('lets in only who has the token and asks it by its name', async () => {
    const server = await serve(bm25, { token: secret });
    const body = { queries: ['tank7'] };
    assert.equal((await post(server, body)).status, 401);
    assert.equal((await post(server, body, { authorization: 'Bearer wrong' })).status, 401);
    assert.equal((await post(server, body, { authorization: `Bearer ${secret}` })).status, 200);
    const foreign = { authorization: `Bearer ${secret}`, origin: 'http://evil.example' };
    assert.equal((await post(server, body, foreign)).status, 403);
    const status = await new Promise((resolve) => {
      const { hostname, port } = new URL(server.url);
      const headers = { host: 'evil.example', authorization: `Bearer ${secret}` };
      httpRequest({ hostname, port, path: '/retrieve', method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end('{}');
    });
    assert.equal(status, 403);
  });

  it('cannot listen where something else does', async () => {
    const { url } = await serve(bm25);
    await assert.rejects(serve(bm25, { port: Number(new URL(url).port) }), {
      kind: 'configuration',
      message: /^cannot listen on 127\.0\.0\.1:\d+ \([^\n]+\); choose another --host or --port$/u,
    });
  });

  it('is gone on with when it was restarted under its client', async () => {
    const first = await serve(bm25);
    const client = retrieverBackend('x', { url: first.url });
    const request = contractRequest('tank7');
    const { documents } = await client.search(request);
    await first.close();
    const trying = retryBackend(client, {
      attempts: 2,
      backoffMs: 1,
      sleep: async () => {
        await serve(bm25, { port: Number(new URL(first.url).port) });
      },
    });
    assert.deepEqual((await trying.search(request)).documents, documents);
  });
});
