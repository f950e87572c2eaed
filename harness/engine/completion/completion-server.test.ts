import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { Random } from '../../core/random.ts';
import type { CompletionServerOptions } from './completion-settings.ts';
import { askCompletion, fails, saying, Stubs } from './testing/ask-completion.ts';
import { completionStub, endless, type StubAnswer } from './testing/completion-stub.ts';

const stubs = new Stubs();

afterEach(() => stubs.close());

const busy: StubAnswer = { status: 503, body: 'busy' };

/** A clock that only the pauses move, and the pauses. */
function pausing(): Required<Pick<CompletionServerOptions, 'now' | 'sleep'>> & { readonly pauses: number[] } {
  let ms = 1000;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => ms,
    async sleep(pause) {
      pauses.push(pause);
      ms += pause;
    },
  };
}

describe('the attempts of a completion server', () => {
  it('follow 500, 429 and 408 with doubled pauses, and end with the last answer', async () => {
    const answers = [500, 429, 408].map((status) => ({ status, body: 'x' }));
    const server = await stubs.start((i) => answers[i] ?? saying('ok'));
    const { pauses, ...clock } = pausing();
    assert.equal(await askCompletion(server, { backoffMs: 10, ...clock }), 'ok');
    assert.deepEqual(pauses, [10, 20, 40]);
    const down = await stubs.start(() => busy);
    await assert.rejects(
      askCompletion(down, { attempts: 3 }),
      fails('engine', /v1\/completions answered 503: "busy", the last of 3 attempts; see whether/),
    );
    assert.equal(down.requests.length, 3);
  });

  it('end at once where another mends nothing', async () => {
    for (const [status, kind, message] of [
      [400, 'engine', /answered 400: "why".*refuses this request/],
      [401, 'configuration', /answered 401.*key/],
      [403, 'configuration', /answered 403.*key/],
      [404, 'configuration', /answered 404.*model/],
    ] as const) {
      const server = await stubs.start(() => ({ status, body: 'why' }));
      await assert.rejects(askCompletion(server), fails(kind, message));
      assert.equal(server.requests.length, 1);
    }
  });

  it('say why a server cannot be reached', async () => {
    const gone = await completionStub(() => busy);
    await gone.close();
    await assert.rejects(
      askCompletion(gone, { attempts: 2 }),
      fails('engine', /failed: .*ECONNREFUSED.*last of 2 attempts/),
    );
  });

  it('draw a host each from the seed', async () => {
    const first = await stubs.start(() => saying('first'));
    const second = await stubs.start(() => saying('second'));
    const hosts = [first.host, `${second.host}/`];
    const seeds = Array.from({ length: 60 }, (_, seed) => seed);
    const answers = await Promise.all(seeds.map((seed) => askCompletion(first, { hosts }, { seed })));
    assert.deepEqual(
      answers,
      seeds.map((seed) => Random.seeded(seed).fork('host', 0).pick(['first', 'second'])),
    );
    // Binomial(60, 1/2): mean 30, standard deviation 3.9; four of them either way.
    assert.ok(first.requests.length > 14 && first.requests.length < 46, `${first.requests.length} of 60`);
    const gone = await completionStub(() => busy);
    await gone.close();
    for (const seed of seeds.slice(0, 5))
      assert.equal(
        await askCompletion(first, { hosts: [gone.host, first.host], attempts: 40 }, { seed }),
        'first',
      );
  });
});

describe('the patience of a completion server', () => {
  it('gives each attempt timeoutMs', async () => {
    const server = await stubs.start((i) => (i === 0 ? 'never' : saying('late')));
    assert.equal(await askCompletion(server, { timeoutMs: 200 }), 'late');
    const dead = await stubs.start(() => 'never');
    await assert.rejects(
      askCompletion(dead, { timeoutMs: 30, attempts: 2 }),
      fails('engine', /did not answer within 30 ms, the last of 2 attempts/),
    );
    assert.equal(dead.requests.length, 2);
  });

  it('counts a body that trickles for ever, of a reply and of an error', async () => {
    for (const status of [200, 503]) {
      const server = await stubs.start(() => (response) => {
        response.writeHead(status);
        endless(' ', 5)(response);
      });
      await assert.rejects(
        askCompletion(server, { timeoutMs: 60, attempts: 2 }),
        fails('engine', /did not answer within 60 ms, the last of 2 attempts/),
      );
    }
  });

  it('waits as long as a server asks, in seconds or until a date by its own clock', async () => {
    const date = 'Sun, 06 Nov 1994 08:49:37 GMT';
    for (const [status, headers, pause] of [
      [429, { 'retry-after': '2' }, 2000],
      [503, { 'retry-after': '2' }, 2000],
      [503, { date, 'retry-after': 'Sun, 06 Nov 1994 08:49:40 GMT' }, 3000],
      [503, { date, 'retry-after': 'Sun, 06 Nov 1994 08:49:30 GMT' }, 5],
      [503, { 'retry-after': '0' }, 5],
      [503, { 'retry-after': 'soon' }, 5],
      [503, { 'retry-after': '-3' }, 5],
    ] as const) {
      const server = await stubs.start((i) => (i === 0 ? { status, headers, body: '' } : saying('ok')));
      const { pauses, ...clock } = pausing();
      assert.equal(await askCompletion(server, { backoffMs: 5, ...clock }), 'ok');
      assert.deepEqual(pauses, [pause], JSON.stringify(headers));
    }
  });

  it('waits in truth', async () => {
    const server = await stubs.start((i) =>
      i === 0 ? { status: 429, headers: { 'retry-after': '1' }, body: '' } : saying('ok'),
    );
    const started = performance.now();
    assert.equal(await askCompletion(server), 'ok');
    assert.ok(performance.now() - started > 990);
  });

  it('fails at once when the pause asked for outlasts the call', async () => {
    for (const seconds of ['30', '9'.repeat(400)]) {
      const server = await stubs.start(() => ({
        status: 429,
        headers: { 'retry-after': seconds },
        body: 'slow',
      }));
      const { pauses, ...clock } = pausing();
      await assert.rejects(
        askCompletion(server, { deadlineMs: 30_000, ...clock }),
        fails(
          'engine',
          /answered 429: "slow", attempt 1 of 4; the server asks for a pause of (30000|Infinity) ms and the call has 30000 of its 30000 ms left: ask later or raise deadlineMs$/,
        ),
      );
      assert.deepEqual(pauses, []);
      assert.equal(server.requests.length, 1);
    }
  });

  it('ends a call at its deadline, in an attempt and before a pause', async () => {
    const dead = await stubs.start(() => 'never');
    const started = performance.now();
    await assert.rejects(
      askCompletion(dead, { deadlineMs: 150, timeoutMs: 100, attempts: 1000 }),
      fails('engine', /did not answer within \d+ ms, attempt 2 of 1000; .* 0 of its 150 ms left/),
    );
    assert.ok(performance.now() - started < 1000);
    const down = await stubs.start(() => busy);
    const { pauses, ...clock } = pausing();
    await assert.rejects(
      askCompletion(down, { deadlineMs: 100, backoffMs: 30, attempts: 1000, ...clock }),
      fails('engine', /"busy", attempt 3 of 1000; the next needs a pause of 120 ms and the call has 10 of/),
    );
    assert.deepEqual(pauses, [30, 60]);
  });

  it('ends at once when aborted, in an attempt and in a pause, with the reason given', async () => {
    const reason = new Error('interrupted');
    for (const answer of ['never', { ...busy, headers: { 'retry-after': '60' } }] as const) {
      const server = await stubs.start(() => answer);
      const controller = new AbortController();
      const started = performance.now();
      const asked = askCompletion(server, {}, { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 60);
      await assert.rejects(asked, (error) => error === reason);
      await assert.rejects(
        askCompletion(server, {}, { signal: controller.signal }),
        (error) => error === reason,
      );
      assert.equal(server.requests.length, 1);
      assert.ok(performance.now() - started < 2000);
    }
  });
});

describe('what a completion server reads', () => {
  it('ends with maxReplyBytes, without another attempt', async () => {
    let sent = 0;
    const server = await stubs.start(() => endless('x'.repeat(65_536), 0, (bytes) => (sent += bytes)));
    await assert.rejects(
      askCompletion(server, { maxReplyBytes: 1_000_000 }),
      fails(
        'engine',
        /sent more than the 1000000 bytes that are read.*; ask for fewer tokens or raise maxReply/,
      ),
    );
    assert.equal(server.requests.length, 1);
    // What the sockets hold is on its way when the reading ends.
    assert.ok(sent < 20_000_000, `${sent}`);
    const whole = JSON.stringify({ said: 'x'.repeat(89) });
    assert.equal(whole.length, 100);
    assert.equal(
      (await askCompletion(await stubs.start(() => ({ body: whole })), { maxReplyBytes: 100 })).length,
      89,
    );
    await assert.rejects(
      askCompletion(await stubs.start(() => ({ body: whole })), { maxReplyBytes: 99 }),
      /99 bytes/,
    );
  });

  it('is the beginning of an endless error', async () => {
    let sent = 0;
    const server = await stubs.start(() => (response) => {
      response.writeHead(400);
      endless('why '.repeat(16_384), 0, (bytes) => (sent += bytes))(response);
    });
    await assert.rejects(
      askCompletion(server),
      fails('engine', /answered 400: "(why ){50}"; the server refuses/),
    );
    assert.ok(sent < 20_000_000, `${sent}`);
  });

  it('is UTF-8, JSON and what was asked for', async () => {
    for (const [body, message] of [
      ['<html>proxy</html>', /answered completions with no JSON object: "<html>proxy/],
      ['', /no JSON object: ""/],
      [{ said: 5 }, /bad "said" \(expected string, received number\): "{/],
    ] as const) {
      const server = await stubs.start(() => ({ body }));
      await assert.rejects(askCompletion(server), fails('engine', message));
      assert.equal(server.requests.length, 1);
    }
    const latin = await stubs.start(
      () => (response) => response.end(Buffer.from('{"said":"Beyonc\xe9"}', 'latin1')),
    );
    await assert.rejects(askCompletion(latin), fails('engine', /something else than UTF-8/));
  });
});
