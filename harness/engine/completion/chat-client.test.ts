import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { type ChatReply, type ChatRequest, chatClient } from './chat-client.ts';
import { completionServer } from './completion-server.ts';
import { fails, Stubs } from './testing/ask-completion.ts';
import { chatCompletion, type CompletionStub } from './testing/completion-stub.ts';

const stubs = new Stubs();

afterEach(() => stubs.close());

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'Hello' }],
  temperature: 0.8,
  maxTokens: 600,
  seed: 7,
};

function ask({ host }: Pick<CompletionStub, 'host'>, change: Partial<ChatRequest> = {}): Promise<ChatReply> {
  const server = completionServer({ hosts: [host], backoffMs: 0 });
  return chatClient(server, 'qwen').chat({ ...request, ...change });
}

const counts = { prompt_tokens: 1, completion_tokens: 1 };

/** The log-probabilities of a reply as JSON, given as they stand in it. */
function logprobsOf(...values: readonly string[]): string {
  return `{"content":[${values.map((value) => `{"token":"x","logprob":${value}}`).join()}]}`;
}

describe('the chat client', () => {
  it('sends one OpenAI-compatible request and reads text, reason and usage', async () => {
    const server = await stubs.start(() => chatCompletion('Doc 1: a b'));
    assert.deepEqual(await ask(server, { stop: ['\n\n'], topP: 0.9 }), {
      text: 'Doc 1: a b',
      finishReason: 'stop',
      promptTokens: 20,
      completionTokens: 4,
      logprobs: null,
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

  it('refuses an answer that is no chat completion, and one without usage', async () => {
    const choices = [{ message: { content: 'x' }, finish_reason: 'stop' }];
    for (const [body, message] of [
      ['<html>proxy</html>', /no JSON object: "<html>proxy/],
      [{ choices: [] }, /bad "choices/],
      [{ choices }, /bad "usage"/],
    ] as const) {
      const server = await stubs.start(() => ({ body }));
      await assert.rejects(ask(server), fails('engine', message));
      assert.equal(server.requests.length, 1);
    }
  });

  it('refuses counts, reasons and log-probabilities that make no sense', async () => {
    const message = { content: 'x' };
    const body = (change: { reason?: unknown; usage?: unknown; logprobs?: string }): string =>
      `{"choices":[{"message":${JSON.stringify(message)},"finish_reason":${JSON.stringify(change.reason ?? 'stop')},"logprobs":${change.logprobs ?? logprobsOf('-1')}}],"usage":${typeof change.usage === 'string' ? change.usage : JSON.stringify(change.usage ?? counts)}}`;
    for (const [change, fault] of [
      [{ reason: 'tired' }, /bad "choices.0.finish_reason" \(Invalid option: expected one of "stop"/],
      [{ reason: 'tool_calls' }, /bad "choices.0.finish_reason"/],
      [{ usage: { ...counts, prompt_tokens: -1 } }, /bad "usage.prompt_tokens"/],
      [{ usage: { ...counts, completion_tokens: 0.5 } }, /bad "usage.completion_tokens"/],
      [{ usage: { ...counts, completion_tokens: 10_000_001 } }, /bad "usage.completion_tokens"/],
      [{ usage: '{"prompt_tokens":1e999,"completion_tokens":1}' }, /bad "usage.prompt_tokens"/],
      [{ usage: '{"prompt_tokens":NaN,"completion_tokens":1}' }, /no JSON object/],
      [{ logprobs: 'null' }, /bad "choices.0.logprobs"/],
      [{ logprobs: logprobsOf('0.5') }, /bad "choices.0.logprobs.content.0.logprob"/],
      [{ logprobs: logprobsOf('-1', '-1e999') }, /bad "choices.0.logprobs.content.1.logprob"/],
      [{ logprobs: logprobsOf('null') }, /bad "choices.0.logprobs.content.0.logprob"/],
    ] as const) {
      const server = await stubs.start(() => ({ body: body(change) }));
      await assert.rejects(ask(server, { logprobs: true }), fails('engine', fault));
      assert.equal(server.requests.length, 1);
    }
    const server = await stubs.start(() => ({
      body: body({ logprobs: logprobsOf('-0.5', '1e-7', '-9999') }),
    }));
    assert.deepEqual((await ask(server, { logprobs: true })).logprobs, [-0.5, 0, -9999]);
    assert.match(JSON.stringify(server.requests[0]?.body), /"logprobs":true/);
  });
});
