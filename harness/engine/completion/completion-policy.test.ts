import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { SampleParams, TokenPolicy } from '../engine.ts';
import { openCompletionPolicy } from './completion-policy.ts';
import type { CompletionServerOptions } from './completion-settings.ts';
import { fails, Stubs } from './testing/ask-completion.ts';
import { type CompletionStub, type StubAnswer, type StubRequest } from './testing/completion-stub.ts';
import { letterCodec, servedCompletion, type TokenForm } from './testing/served-model.ts';

const stubs = new Stubs();
afterEach(() => stubs.close());

const params: SampleParams = { temperature: 1, maxTokens: 40, seed: 3, stopTokens: [letterCodec.stopToken] };
const prompt = letterCodec.prompt('abba');

function open(
  { host }: Pick<CompletionStub, 'host'>,
  options: Partial<CompletionServerOptions> = {},
): Promise<TokenPolicy> {
  const server = { hosts: [host], backoffMs: 0, ...options };
  return openCompletionPolicy({ model: 'small', server, codec: letterCodec });
}

/** A server of the small model that answers the first request, which opens the policy, and then as `later` says. */
function servedThen(
  later: (request: StubRequest) => StubAnswer,
  form: TokenForm = 'vllm',
): Promise<CompletionStub> {
  return stubs.start((i, request) => (i === 0 ? servedCompletion(request, form) : later(request)));
}

const sent = ({ requests }: CompletionStub): Record<string, unknown> =>
  (requests.at(-1)?.body ?? {}) as Record<string, unknown>;

describe('a policy that is sent token ids', () => {
  it('stops at stop strings and stop tokens alike on every server, and keeps what stopped it', async () => {
    const found: Record<string, unknown> = {};
    for (const form of ['vllm', 'sglang', 'llama.cpp'] as const) {
      const server = await servedThen((request) => servedCompletion(request, form), form);
      const policy = await open(server);
      const all = await policy.sample(prompt, params);
      const text = letterCodec.decode(all.tokens);
      const stopped = await policy.sample(prompt, { ...params, stopStrings: [text.slice(2, 4)] });
      const token = await policy.sample(prompt, { ...params, stopTokens: [all.tokens[2] ?? 0] });
      assert.ok(all.tokens.length > 4, text);
      assert.equal(letterCodec.decode(stopped.tokens), text.slice(0, text.indexOf(text.slice(2, 4)) + 2));
      assert.deepEqual(token.tokens, all.tokens.slice(0, all.tokens.indexOf(all.tokens[2] ?? 0) + 1));
      assert.deepEqual([stopped.stopReason, token.stopReason], ['stop', 'stop']);
      assert.equal(stopped.logprobs.length, stopped.tokens.length);
      found[form] = [all, stopped, policy.profile.id];
    }
    const [vllm = [], sglang = [], llama = []] = Object.values(found) as unknown[][];
    assert.deepEqual(vllm.slice(0, 2), sglang.slice(0, 2));
    assert.deepEqual(vllm.slice(0, 2), llama.slice(0, 2));
    assert.deepEqual([vllm[2], llama[2]], ['openai/completions/listed', 'openai/completions/entries']);
  });

  it('asks for the whole vocabulary, undamped, whatever the server would do', async () => {
    const server = await servedThen((request) => servedCompletion(request, 'vllm'));
    const policy = await open(server);
    await policy.sample(prompt, { ...params, seed: 2 ** 32 - 1, stopStrings: ['zz'], topLogprobs: 3 });
    assert.deepEqual(sent(server), {
      model: 'small',
      prompt,
      temperature: 1,
      max_tokens: 40,
      seed: 2 ** 31 - 1,
      top_p: 1,
      top_k: -1,
      min_p: 0,
      repetition_penalty: 1,
      logprobs: 3,
      return_token_ids: true,
      return_tokens_as_token_ids: true,
      stop_token_ids: [letterCodec.stopToken],
      stop: ['zz'],
      include_stop_str_in_output: true,
      no_stop_trim: true,
    });
    await policy.sample(prompt, { ...params, topK: 5, topP: 0.9 });
    assert.deepEqual(
      [sent(server)['top_k'], sent(server)['top_p'], sent(server)['stop']],
      [5, 0.9, undefined],
    );
    const llama = await servedThen((request) => servedCompletion(request, 'llama.cpp'), 'llama.cpp');
    await (await open(llama)).sample(prompt, { ...params, stopStrings: ['zz'] });
    assert.deepEqual([sent(llama)['stop'], sent(llama)['stop_token_ids']], [undefined, undefined]);
  });

  it('counts what it spends', async () => {
    const price = { promptUsdPerMillionTokens: 1_000_000, completionUsdPerMillionTokens: 2_000_000 };
    const server = await servedThen((request) => servedCompletion(request, 'vllm'));
    const [free, paid] = [await open(server), await open(server, { price })];
    const { tokens } = await paid.sample(prompt, params);
    const probe = letterCodec.prompt('Say yes.').length;
    const counts = { requests: 2, promptTokens: probe + prompt.length, completionTokens: 1 + tokens.length };
    const costUsd = counts.promptTokens + 2 * counts.completionTokens;
    assert.deepEqual(paid.spending?.(), { ...counts, costUsd });
    assert.deepEqual(free.spending?.(), {
      requests: 1,
      promptTokens: probe,
      completionTokens: 1,
      costUsd: null,
    });
  });

  it('has as many requests in flight as it is told, 16 by default, and answers them before it closes', async () => {
    const server = await servedThen((request) => servedCompletion(request, 'vllm'));
    const policy = await open(server);
    assert.equal(policy.profile.maxConcurrency, 16);
    assert.equal((await open(server, { concurrency: 3 })).profile.maxConcurrency, 3);
    await assert.rejects(open(server, { concurrency: 0 }), fails('configuration', /^concurrency is 0; /));
    const sampling = policy.sample(prompt, params);
    let answered = false;
    void sampling.then(() => (answered = true));
    await policy.close();
    assert.ok(answered);
    await assert.rejects(policy.sample(prompt, params), fails('engine', /is closed; open it again$/));
  });

  it('is refused before anything is played where no ids come back', async () => {
    const choice = { index: 0, text: 'a', finish_reason: 'length' };
    const plain = { tokens: ['a'], token_logprobs: [-1], top_logprobs: [{ a: -1 }], text_offset: [0] };
    for (const logprobs of [plain, null]) {
      const server = await stubs.start(() => ({
        body: {
          model: 'small',
          choices: [{ ...choice, logprobs }],
          usage: { prompt_tokens: 1, completion_tokens: 1 },
        },
      }));
      await assert.rejects(
        open(server),
        fails(
          'configuration',
          /its tokens do not come back as ids.*leave out the tokenizer, so that it is asked by chat$/,
        ),
      );
    }
  });
});

/** One answer of the small model, changed. */
function changed(
  request: StubRequest,
  change: (choice: Record<string, unknown>, logprobs: Record<string, unknown[]>) => void,
): StubAnswer {
  const answer = servedCompletion(request, 'vllm') as { body: { choices: [Record<string, unknown>] } };
  const [choice] = answer.body.choices;
  change(choice, choice['logprobs'] as Record<string, unknown[]>);
  return answer;
}

function lies(change: (lists: Record<string, unknown[]>) => unknown): (request: StubRequest) => StubAnswer {
  return (request) => changed(request, (_, lists) => void change(lists));
}

describe('a policy on a server at fault', () => {
  const untrusted = /so that nothing of its log-probabilities can be trusted; use another server/;
  const faults: readonly (readonly [string, (request: StubRequest) => StubAnswer, RegExp])[] = [
    ['that never answers', () => 'never', /did not answer within 500 ms, the last of 2 attempts/],
    [
      'with too many requests',
      () => ({ status: 429, body: 'slow down' }),
      /answered 429: "slow down", the last of 2/,
    ],
    ['that is broken', () => ({ status: 500, body: 'oh' }), /answered 500: "oh", the last of 2 attempts/],
    [
      'that cuts its answer',
      () => (response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('{"choices":');
        setTimeout(() => response.destroy(), 10);
      },
      /failed: .*, the last of 2 attempts/,
    ],
    [
      'that answers something else',
      () => ({ body: '<html>' }),
      /answered completions with no JSON object: "<html>"/,
    ],
    ['that answers other JSON', () => ({ body: { error: 'x' } }), /answered completions with bad "choices"/],
    [
      'that refuses a context',
      () => ({ status: 400, body: 'maximum context length is 8192 tokens' }),
      /answered 400: "maximum context length is 8192 tokens"; the server refuses/,
    ],
    [
      'that breaks off',
      (request) => changed(request, (choice) => (choice['finish_reason'] = 'abort')),
      /broke off its text \(abort\)/,
    ],
    [
      'with another model',
      (request) => {
        const { body } = servedCompletion(request, 'vllm') as { body: object };
        return { body: { ...body, model: 'larger' } };
      },
      /answers as the model "larger" where "small" was asked; serve that model/,
    ],
    ['with probabilities above 1', lies((lists) => (lists['token_logprobs'] = [0.7])), /bad "choices\.0/],
    ['with no number', lies((lists) => (lists['token_logprobs'] = [null])), /bad "choices\.0/],
    ['with too few log-probabilities', lies((lists) => lists['token_logprobs']?.pop()), untrusted],
    ['with too few places', lies((lists) => lists['top_logprobs']?.pop()), untrusted],
    [
      'with more than all probability',
      lies(
        (lists) =>
          (lists['top_logprobs'] =
            lists['top_logprobs']?.map(() => ({ 'token_id:1': -0.1, 'token_id:2': -0.1 })) ?? []),
      ),
      untrusted,
    ],
    [
      'that loses tokens',
      (request) =>
        changed(request, (choice, lists) => {
          choice['token_ids'] = [1];
          lists['token_logprobs'] = [-1];
          lists['top_logprobs'] = [{ 'token_id:1': -1 }];
        }),
      /gives 1 of the \d+ tokens that it counts/,
    ],
  ];
  for (const [what, later, message] of faults)
    it(`${what} fails in one sentence`, async () => {
      const server = await servedThen(later);
      // Long enough for a busy machine, but where the wait itself is the test.
      const policy = await open(server, {
        timeoutMs: what === 'that never answers' ? 500 : 60_000,
        attempts: 2,
      });
      await assert.rejects(policy.sample(prompt, params), (error) => {
        fails('engine', message)(error);
        assert.ok(!(error as Error).message.includes('\n'));
        return true;
      });
    });

  it('takes a dated or tagged name for the model, and none', async () => {
    for (const model of ['small-2024-08-06', 'small:latest', null, undefined]) {
      const server = await servedThen((request) => {
        const { body } = servedCompletion(request, 'vllm') as { body: object };
        return { body: { ...body, model } };
      });
      assert.ok((await (await open(server)).sample(prompt, params)).tokens.length > 0);
    }
  });
});
