import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { afterEach, describe, it } from 'mocha';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { askCompletion, fails, saying, Stubs } from './testing/ask-completion.ts';
import type { StubAnswer } from './testing/completion-stub.ts';

const stubs = new Stubs();

afterEach(() => stubs.close());

describe('a redirect', () => {
  it('is never followed, so that nobody else is sent the prompt', async () => {
    const other = await stubs.start(() => saying('stolen'));
    for (const status of [301, 302, 303, 307, 308]) {
      const location = `${other.host}/completions?token=t`;
      const server = await stubs.start(() => ({ status, headers: { location }, body: '' }));
      await assert.rejects(askCompletion(server), (error) => {
        assert.ok(error instanceof TwinZeroError && error.kind === 'configuration');
        assert.equal(
          error.message,
          `${server.host}/completions answered ${status} and points to ${other.host}/completions, where the request was not sent; give the address that answers by itself`,
        );
        return true;
      });
      assert.equal(server.requests.length, 1);
    }
    assert.deepEqual(other.requests, []);
  });

  it('in a loop is asked once', async () => {
    const loop = await stubs.start(() => ({
      status: 307,
      headers: { location: '/v1/completions' },
      body: '',
    }));
    await assert.rejects(askCompletion(loop), fails('configuration', /answered 307 and points to/));
    assert.equal(loop.requests.length, 1);
  });
});

describe('the API key', () => {
  const apiKeyVariable = 'TWINZERO_TEST_API_KEY';
  const key = 'sk-test/0123456789+abcdef=';

  afterEach(() => {
    delete process.env[apiKeyVariable];
  });

  it('comes from the environment alone', async () => {
    const server = await stubs.start(() => saying('ok'));
    await assert.rejects(
      askCompletion(server, { apiKeyVariable }),
      fails('configuration', /TWINZERO_TEST_API_KEY.*not set/),
    );
    process.env[apiKeyVariable] = key;
    await askCompletion(server, { apiKeyVariable });
    assert.deepEqual(
      server.requests.map(({ authorization }) => authorization),
      [`Bearer ${key}`],
    );
  });

  it('stands in no error, whatever the server repeats', async () => {
    process.env[apiKeyVariable] = key;
    const echo = `no key "Bearer ${key}", ${encodeURIComponent(key)}, ${JSON.stringify({ key })}`;
    const cutByUs = `${'x'.repeat(190)}${key}`;
    const answers: readonly StubAnswer[] = [
      ...[400, 401, 404, 429, 500].map((status) => ({ status, body: echo })),
      { status: 400, body: cutByUs },
      { status: 400, body: { error: { message: echo } } },
      { status: 307, headers: { location: `http://127.0.0.1/${key}` }, body: '' },
      { body: echo },
      { body: { text: echo } },
      { body: { said: echo } },
    ];
    for (const answer of answers) {
      const server = await stubs.start(() => answer);
      await assert.rejects(askCompletion(server, { apiKeyVariable, attempts: 2 }), (error) => {
        assert.ok(error instanceof TwinZeroError);
        // With causes, as an uncaught error is printed.
        for (const part of [key, encodeURIComponent(key), key.slice(0, 16)])
          assert.ok(!inspect(error, { depth: Infinity }).includes(part), error.message);
        return true;
      });
    }
    const said = await stubs.start(() => ({ status: 400, body: 'no key sk-test/0123456789+abcdef=!' }));
    await assert.rejects(
      askCompletion(said, { apiKeyVariable }),
      fails('engine', /400: "no key \[redacted\]!"; the/),
    );
  });

  it('leaves no half where the reading of an error ends', async () => {
    const long = 'abcdefghij'.repeat(200);
    process.env[apiKeyVariable] = long;
    // 16,384 bytes are read: eight keys and 384 letters of the ninth.
    const server = await stubs.start(() => ({ status: 400, body: long.repeat(9) }));
    await assert.rejects(
      askCompletion(server, { apiKeyVariable }),
      fails('engine', /400: "(\[redacted\]){9}"; the server refuses/),
    );
  });

  it('stands in no error of a broken reply, however short it is', async () => {
    process.env[apiKeyVariable] = 'token-abc';
    const server = await stubs.start(() => ({ body: { text: 'token-abc' } }));
    await assert.rejects(
      askCompletion(server, { apiKeyVariable }),
      fails('engine', /bad "said" .*"\{\\"text\\":\\"\[redacted\]/),
    );
  });

  it('may be a placeholder that replies hold', async () => {
    process.env[apiKeyVariable] = 'EMPTY';
    assert.equal(
      await askCompletion(await stubs.start(() => saying('an EMPTY box')), { apiKeyVariable }),
      'an EMPTY box',
    );
  });
});
