import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { Random } from '../../core/random.ts';
import { type ErrorKind, TwinZeroError } from '../../core/twin-zero-error.ts';
import { type ChatReply, type ChatRequest, chatClient } from './chat-client.ts';
import { completionServer, type CompletionServerOptions } from './completion-server.ts';
import {
  chatCompletion,
  type CompletionStub,
  completionStub,
  type StubAnswer,
} from './testing/completion-stub.ts';

const stubs: CompletionStub[] = [];

async function stub(answer: (i: number) => StubAnswer): Promise<CompletionStub> {
  const started = await completionStub(answer);
  stubs.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(stubs.splice(0).map((one) => one.close()));
});

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'Hello' }],
  temperature: 0.8,
  maxTokens: 600,
  seed: 7,
};

function ask(
  { host }: Pick<CompletionStub, 'host'>,
  options: Partial<CompletionServerOptions> = {},
  change: Partial<ChatRequest> = {},
): Promise<ChatReply> {
  const server = completionServer({ hosts: [host], backoffMs: 0, ...options });
  return chatClient(server, 'qwen').chat({ ...request, ...change });
}

const fails =
  (kind: ErrorKind, message: RegExp) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof TwinZeroError, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    return true;
  };

const busy: StubAnswer = { status: 503, body: 'busy' };

describe('the chat client', () => {
  it('sends one OpenAI-compatible request and reads text, reason and usage', async () => {
    const server = await stub(() => chatCompletion('Doc 1: a b'));
    assert.deepEqual(await ask(server, {}, { stop: ['\n\n'], topP: 0.9 }), {
      text: 'Doc 1: a b',
      finishReason: 'stop',
      promptTokens: 20,
      completionTokens: 4,
    });
    assert.deepEqual(server.requests, [
      {
        path: '/v1/chat/completions',
        authorization: undefined,
        body: {
          model: 'qwen',
          messages: [{ role: 'user', content: 'Hello' }],
          temperature: 0.8,
          max_tokens: 600,
          seed: 3,
          top_p: 0.9,
          stop: ['\n\n'],
        },
      },
    ]);
  });

  it('tries 500, 429 and 408 again, with doubled pauses, and gives up with the last answer', async () => {
    const server = await stub(
      (i) =>
        [
          { status: 500, body: 'x' },
          { status: 429, body: '' },
          { status: 408, body: '' },
        ][i] ?? chatCompletion('ok'),
    );
    const pauses: number[] = [];
    const sleep = async (ms: number): Promise<void> => {
      pauses.push(ms);
    };
    assert.equal((await ask(server, { backoffMs: 10, sleep })).text, 'ok');
    assert.deepEqual(pauses, [10, 20, 40]);
    const down = await stub(() => busy);
    await assert.rejects(
      ask(down, { attempts: 3 }),
      fails('engine', /v1\/chat\/completions answered 503: "busy", the last of 3 attempts; see whether/),
    );
    assert.equal(down.requests.length, 3);
  });

  it('gives a slow server timeoutMs in each attempt', async () => {
    const server = await stub((i) => (i === 0 ? 'never' : chatCompletion('late')));
    assert.equal((await ask(server, { timeoutMs: 200 })).text, 'late');
    const dead = await stub(() => 'never');
    await assert.rejects(
      ask(dead, { timeoutMs: 30, attempts: 2 }),
      fails('engine', /did not answer within 30 ms, the last of 2 attempts/),
    );
    assert.equal(dead.requests.length, 2);
  });

  it('says why a server cannot be reached', async () => {
    const gone = await completionStub(() => busy);
    await gone.close();
    await assert.rejects(
      ask(gone, { attempts: 2 }),
      fails('engine', /failed: .*ECONNREFUSED.*last of 2 attempts/),
    );
  });

  it('does not ask again where that mends nothing', async () => {
    for (const [status, kind, message] of [
      [400, 'engine', /answered 400: "why".*refuses this request/],
      [401, 'configuration', /answered 401.*key/],
      [403, 'configuration', /answered 403.*key/],
      [404, 'configuration', /answered 404.*model/],
    ] as const) {
      const server = await stub(() => ({ status, body: 'why' }));
      await assert.rejects(ask(server), fails(kind, message));
      assert.equal(server.requests.length, 1);
    }
  });

  it('refuses an answer that is no chat completion, and one without usage', async () => {
    const choices = [{ message: { content: 'x' }, finish_reason: 'stop' }];
    for (const [body, message] of [
      ['<html>proxy</html>', /no JSON object: "<html>proxy/],
      [{ choices: [] }, /bad "choices/],
      [{ choices }, /bad "usage"/],
    ] as const) {
      const server = await stub(() => ({ body }));
      await assert.rejects(ask(server), fails('engine', message));
      assert.equal(server.requests.length, 1);
    }
  });

  it('stops at once when aborted, with the reason given', async () => {
    const server = await stub(() => 'never');
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const asked = ask(server, {}, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await assert.rejects(asked, (error) => error === reason);
    await assert.rejects(ask(server, {}, { signal: controller.signal }), (error) => error === reason);
    assert.ok(server.requests.length <= 1);
  });

  it('draws a host for each attempt from the seed', async () => {
    const [first, second] = [
      await stub(() => chatCompletion('first')),
      await stub(() => chatCompletion('second')),
    ];
    const hosts = [first.host, `${second.host}/`];
    const client = chatClient(completionServer({ hosts }), 'qwen');
    const seeds = Array.from({ length: 60 }, (_, seed) => seed);
    const answers = await Promise.all(seeds.map((seed) => client.chat({ ...request, seed })));
    assert.deepEqual(
      answers.map(({ text }) => text),
      seeds.map((seed) => Random.seeded(seed).fork('host', 0).pick(['first', 'second'])),
    );
    // Binomial(60, 1/2): mean 30, standard deviation 3.9; four of them either way.
    assert.ok(first.requests.length > 14 && first.requests.length < 46, `${first.requests.length} of 60`);
    const gone = await completionStub(() => busy);
    await gone.close();
    const half = completionServer({ hosts: [gone.host, first.host], attempts: 40, backoffMs: 0 });
    for (const seed of seeds.slice(0, 5))
      assert.equal((await chatClient(half, 'qwen').chat({ ...request, seed })).text, 'first');
  });

  it('takes the API key from the environment alone and never repeats it', async () => {
    const apiKeyVariable = 'TWINZERO_TEST_API_KEY';
    const server = await stub((i) => (i === 0 ? chatCompletion('ok') : { status: 401, body: 'no' }));
    delete process.env[apiKeyVariable];
    await assert.rejects(
      async () => ask(server, { apiKeyVariable }),
      fails('configuration', /TWINZERO_TEST_API_KEY.*is not set/),
    );
    process.env[apiKeyVariable] = 'a-secret';
    try {
      await ask(server, { apiKeyVariable });
      assert.equal(server.requests[0]?.authorization, 'Bearer a-secret');
      await assert.rejects(ask(server, { apiKeyVariable }), (error) => !String(error).includes('a-secret'));
    } finally {
      delete process.env[apiKeyVariable];
    }
  });

  it('refuses settings it cannot follow', () => {
    for (const [options, message] of [
      [{ hosts: [] }, /at least one host/],
      [{ hosts: ['localhost:6001'] }, /"localhost:6001" is no address/],
      [{ hosts: ['http://a/v1'], attempts: 0 }, /attempts is 0/],
      [{ hosts: ['http://a/v1'], timeoutMs: 0 }, /timeoutMs is 0/],
    ] as const)
      assert.throws(() => completionServer(options), fails('configuration', message));
  });
});
