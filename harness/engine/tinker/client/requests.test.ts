import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { saveWeightsResponse } from '../wire/index.ts';
import { awaitResult } from './await-result.ts';
import { chunksOf } from './chunks.ts';
import { serverLine } from './server-line.ts';
import { submit } from './submit.ts';
import { Turnstile } from './turnstile.ts';

type Said = readonly [status: number, body: unknown] | 'broken';

/** A line on which each request is answered by the next of these, the last for ever; and the pauses made on it. */
function lineOf(
  said: readonly Said[],
  key?: string,
): { line: ReturnType<typeof serverLine>; pauses: number[]; asked: () => number } {
  const pauses: number[] = [];
  let asked = 0;
  let clock = 0;
  if (key !== undefined) process.env['TINKER_TEST_KEY'] = key;
  const line = serverLine({
    url: 'http://server.test/api/v1/',
    ...(key !== undefined && { apiKeyVariable: 'TINKER_TEST_KEY' }),
    now: () => clock,
    resultDeadlineMs: 20_000,
    sleep: async (ms) => {
      pauses.push(ms);
      clock += ms;
    },
    fetch: async () => {
      const now = said[Math.min(asked, said.length - 1)];
      asked += 1;
      if (now === undefined || now === 'broken') throw new TypeError('no route');
      return new Response(JSON.stringify(now[1]), {
        status: now[0],
        headers: { 'content-type': 'application/json' },
      });
    },
  });
  return { line, pauses, asked: () => asked };
}

const post = { endpoint: 'optim_step', body: new Uint8Array([1]), contentType: 'application/json' };
const done: Said = [200, { path: 'tinker://m/weights/a', type: 'save_weights' }];
const awaited = { requestId: '7', result: saveWeightsResponse, longPollMs: 1000 };

describe('a request to a Tinker server', () => {
  it('is posted again after doubled pauses while the server is busy or out of reach', async () => {
    const { line, pauses } = lineOf([[503, {}], 'broken', [429, {}], [408, {}], done]);
    assert.equal((await submit(line, post, { conflictIsFinal: true })).status, 200);
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000]);
  });

  it('is given up after five minutes, with pauses of half a minute at most', async () => {
    const { line, pauses } = lineOf([[500, {}]]);
    await assert.rejects(submit(line, post, { conflictIsFinal: true }), {
      kind: 'engine',
      message: /answered 500.*in 300000 ms/,
    });
    assert.equal(Math.max(...pauses), 30_000);
    assert.ok(pauses.reduce((sum, ms) => sum + ms, 0) < 300_000);
  });

  it('waits for an account to be paid, for an hour', async () => {
    const { line, pauses } = lineOf([[402, {}], [402, {}], done]);
    await submit(line, post, { conflictIsFinal: true });
    assert.deepEqual(pauses, [5000, 5000]);
    const unpaid = lineOf([[402, { detail: 'no credit' }]]);
    await assert.rejects(submit(unpaid.line, post, { conflictIsFinal: true }), { message: /no credit/ });
    assert.equal(unpaid.pauses.length, 720);
  });

  it('takes a conflict for a retry only where the server means one', async () => {
    const busy = lineOf([[409, {}], done]);
    assert.equal((await submit(busy.line, post, { conflictIsFinal: false })).status, 200);
    const reused = lineOf([[409, { detail: 'Training request sequence number was reused' }]]);
    await assert.rejects(submit(reused.line, post, { conflictIsFinal: true }), {
      message: /number was reused/,
    });
    assert.equal(reused.asked(), 1);
  });

  it('is not sent where the server points to, and quotes no key', async () => {
    const moved = lineOf([[307, {}]]);
    await assert.rejects(submit(moved.line, post, { conflictIsFinal: true }), { message: /answered 307/ });
    const { line } = lineOf(
      [[401, { detail: 'bad key tml-secret-of-mine-0123' }]],
      'tml-secret-of-mine-0123',
    );
    await assert.rejects(submit(line, post, { conflictIsFinal: true }), {
      kind: 'configuration',
      message:
        'http://server.test/api/v1/optim_step answered 401: "bad key [redacted]"; set the API key variable to a key it accepts',
    });
  });
});

describe('a result of a Tinker server', () => {
  it('is asked for until it is there, whichever way the server says that it is not', async () => {
    const wait: Said = [200, { type: 'try_again', request_id: '7', queue_state: 'active' }];
    const { line, asked } = lineOf([
      wait,
      [408, { detail: 'Timeout' }],
      [502, {}],
      'broken',
      [429, {}],
      done,
    ]);
    assert.deepEqual(await awaitResult(line, awaited), {
      path: 'tinker://m/weights/a',
      type: 'save_weights',
    });
    assert.equal(asked(), 6);
  });

  it('ends with what went wrong on the server', async () => {
    const failures: readonly (readonly [Said, RegExp])[] = [
      [
        [200, { error: 'out of memory', category: 'server' }],
        /failed on the server \(server\): "out of memory"/,
      ],
      [
        [400, { detail: 'Model model_1 not loaded (likely stale request from previous server)' }],
        /resume the run/,
      ],
      [[404, { detail: 'Future not found' }], /forgotten the request/],
      [[410, {}], /forgotten the request/],
    ];
    for (const [said, message] of failures)
      await assert.rejects(awaitResult(lineOf([said]).line, awaited), { kind: 'engine', message });
    await assert.rejects(awaitResult(lineOf([[408, {}]]).line, awaited), {
      message: /no result after 20000 ms/,
    });
  });
});

describe('the address of a Tinker server', () => {
  it('is refused where it holds a user, a query or another protocol', () => {
    for (const url of ['http://me:pw@server', 'http://server?key=1', 'ftp://server', 'server'])
      assert.throws(() => serverLine({ url }), { kind: 'configuration', message: /none that can be used/ });
  });
});

describe('data of a training request', () => {
  it('are cut by number and by bytes, none of them lost', () => {
    const datum = {
      model_input: { chunks: [{ type: 'encoded_text' as const, tokens: [1, 2] }] },
      loss_fn_inputs: {},
    };
    const cut = (mostData: number, mostBytes: number): number[] =>
      [
        ...chunksOf(
          Array.from({ length: 5 }, () => datum),
          { mostData, mostBytes, dialect: 'protobuf' },
        ),
      ].map(({ length }) => length);
    assert.deepEqual(cut(2, 1e6), [2, 2, 1]);
    // 2 tokens of 8 bytes and 256 around them.
    assert.deepEqual(cut(100, 3 * 272), [3, 2]);
    assert.deepEqual(cut(100, 1), [1, 1, 1, 1, 1]);
  });
});

describe('a turnstile', () => {
  it('lets none in beside one that is alone, and keeps the order', async () => {
    const turns = new Turnstile();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise((go) => setTimeout(go, 2));
      seen.push(`${name} ends`);
    };
    await Promise.all([
      turns.share(work('a')),
      turns.share(work('b')),
      turns.alone(work('c')),
      turns.share(work('d')),
    ]);
    assert.deepEqual(seen, [
      'a begins',
      'b begins',
      'a ends',
      'b ends',
      'c begins',
      'c ends',
      'd begins',
      'd ends',
    ]);
    await assert.rejects(
      turns.alone(() => Promise.reject(new Error('lost'))),
      { message: 'lost' },
    );
    await turns.share(work('e'));
    assert.equal(seen.at(-1), 'e ends');
  });
});
