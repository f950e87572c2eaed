import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'mocha';
import { cutShort, stubServer } from '../../core/testing/stub-server.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SearchBackend } from '../search-backend.ts';
import { contractRequest } from '../testing/search-contract.ts';
import { retryBackend } from '../wrappers/retry-backend.ts';
import { retrieverBackend } from './retriever-backend.ts';

const secret = 'a-token-of-sixteen-letters';

/** A place whose server gives one answer. */
function answering(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Parameters<typeof retrieverBackend>[1] {
  return {
    url: 'http://retriever.test:8000',
    fetch: async () => new Response(body, { status, headers }),
  };
}

async function search(
  place: Parameters<typeof retrieverBackend>[1],
  topK = 3,
): Promise<ReturnType<SearchBackend['search']>> {
  return retrieverBackend('x', place).search(contractRequest('tank7', { topK }));
}

describe('a client of a retriever', () => {
  it('reads what servers of that kind give', async () => {
    const body = JSON.stringify({
      result: [
        [
          { document: { id: 7, contents: '"Apollo"\nThe crew.', title: 'ignored' }, score: '1.5' },
          { document: { contents: 'Without an id.' }, score: 1 },
          { document: { id: 7, contents: '"Apollo"\nThe crew.' }, score: 0.5 },
        ],
      ],
    });
    const found = await search(answering(200, body));
    assert.deepEqual(found.documents, [
      { id: '7', text: '"Apollo"\nThe crew.', origin: 'chunk' },
      { id: 'ce2429696190e1a8', text: 'Without an id.', origin: 'chunk' },
    ]);
    assert.equal((await search(answering(200, body), 1)).documents.length, 1);
    const bare = JSON.stringify({ result: [[{ id: 'a', contents: 'One.' }]] });
    assert.deepEqual((await search(answering(200, bare))).documents, [
      { id: 'a', text: 'One.', origin: 'chunk' },
    ]);
  });

  it('fails in one sentence, as a search where it may mend itself', async () => {
    for (const [place, kind, message] of [
      [
        answering(500, 'oops'),
        'search',
        /^the retriever at http:\/\/retriever\.test:8000\/retrieve answered 500: "oops"$/u,
      ],
      [answering(429, ''), 'search', /answered 429/u],
      [answering(422, 'too long'), 'search', /answered 422: "too long"; it does not take this request$/u],
      [answering(401, 'no'), 'configuration', /answered 401: "no"; check its address and token$/u],
      [answering(404, ''), 'configuration', /answered 404/u],
      [
        answering(302, '', { location: 'http://other.test/' }),
        'configuration',
        /points to http:\/\/other\.test\//u,
      ],
      [answering(200, '<html>'), 'search', /does not answer as Search-R1's does: its answer: broken JSON/u],
      [answering(200, '{"result": [[{"text": "x"}]]}'), 'search', /does not answer as Search-R1's does/u],
      [answering(200, '{"result": [[], []]}'), 'search', /gave 2 results for one query$/u],
    ] as const)
      await assert.rejects(search(place), (error) => {
        assert.ok(error instanceof TwinZeroError);
        assert.equal(error.kind, kind);
        assert.match(error.message, message);
        return true;
      });
    const slow = await stubServer(String, () => 'never');
    await assert.rejects(search({ url: slow.address, timeoutMs: 50 }), {
      kind: 'search',
      message: /did not answer within 50 ms$/u,
    });
    await slow.close();
    await assert.rejects(search({ url: 'http://127.0.0.1:9' }), { kind: 'search', message: /failed: / });
  });

  it('fails as a search where an answer breaks off, or the line does', async () => {
    const right = { result: [[{ id: 'a', contents: 'One.' }]] };
    const answers = [cutShort(right), (response: ServerResponse) => response.destroy()];
    const stub = await stubServer(String, (i) => answers[i] ?? 'never');
    const message = /^the retriever at http:\S+\/retrieve failed: /u;
    try {
      for (const _ of answers)
        await assert.rejects(search({ url: stub.address }), { kind: 'search', message });
    } finally {
      await stub.close();
    }
  });

  it('leaves a server alone for as long as it asks to be, and asks nothing twice that it does not take', async () => {
    const pauses: number[] = [];
    const sleep = async (ms: number): Promise<void> => void pauses.push(ms);
    const trying = (status: number): ReturnType<SearchBackend['search']> => {
      const client = retrieverBackend('x', answering(status, '', { 'retry-after': '7' }));
      return retryBackend(client, { attempts: 2, backoffMs: 1, sleep }).search(contractRequest('tank7'));
    };
    for (const status of [429, 503, 422]) await assert.rejects(trying(status), { kind: 'search' });
    assert.deepEqual(pauses, [7000, 7000]);
  });

  it('refuses an address or a token that cannot be used', () => {
    for (const url of ['', 'ftp://a', 'http://user:pw@a', 'http://a?x=1'])
      assert.throws(() => retrieverBackend('x', { url }), {
        kind: 'configuration',
        message: /no usable address/u,
      });
    assert.throws(() => retrieverBackend('x', { url: 'http://a', tokenVariable: 'TWINZERO_NO_SUCH' }), {
      kind: 'configuration',
      message:
        /^the environment variable TWINZERO_NO_SUCH, which is to hold the token of the retriever, is not set$/u,
    });
  });

  it('sends its token and never says it', async () => {
    process.env['TWINZERO_TEST_TOKEN'] = secret;
    try {
      const sent: unknown[] = [];
      const place = {
        url: 'http://retriever.test',
        tokenVariable: 'TWINZERO_TEST_TOKEN',
        fetch: async (_: string, init: RequestInit) => {
          sent.push(init.headers, init.body);
          return new Response(`not you, ${secret}`, { status: 403 });
        },
      };
      await assert.rejects(search(place), { message: /answered 403: "not you, \[redacted\]"/u });
      assert.deepEqual(sent, [
        { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        '{"queries":["tank7"],"topk":3,"return_scores":true}',
      ]);
    } finally {
      delete process.env['TWINZERO_TEST_TOKEN'];
    }
  });
});
