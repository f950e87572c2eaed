import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { SampleParams, TokenPolicy } from '../engine.ts';
import { chatCodec } from './chat-codec.ts';
import { openCompletionPolicy } from './completion-policy.ts';
import { fails, Stubs } from './testing/ask-completion.ts';
import type { CompletionStub } from './testing/completion-stub.ts';
import { servedChat } from './testing/served-model.ts';

const stubs = new Stubs();
afterEach(() => stubs.close());

const open = ({ host }: CompletionStub): Promise<TokenPolicy> =>
  openCompletionPolicy({ model: 'small', server: { hosts: [host], backoffMs: 0 } });

const sent = ({ requests }: CompletionStub): Record<string, unknown> =>
  (requests.at(-1)?.body ?? {}) as Record<string, unknown>;

describe('a policy that is asked by chat', () => {
  const chat: SampleParams = { temperature: 1, maxTokens: 6, seed: 5, stopTokens: [chatCodec.stopToken] };
  const asked = [
    ...chatCodec.prompt('Who?'),
    ...chatCodec.encode('I look.'),
    chatCodec.stopToken,
    ...chatCodec.prompt('Lovell'),
  ];

  it('sends the messages of the conversation and reads the text', async () => {
    const server = await stubs.start((_, request) => servedChat(request));
    const policy = await open(server);
    const { tokens, logprobs, stopReason } = await policy.sample(asked, { ...chat, maxTokens: 100 });
    assert.match(chatCodec.decode(tokens), /^(?:word|noun|verb|rule)+$/);
    assert.deepEqual([tokens.at(-1), logprobs, stopReason], [chatCodec.stopToken, [], 'stop']);
    const { messages, ...rest } = sent(server);
    assert.deepEqual(messages, [
      { role: 'user', content: 'Who?' },
      { role: 'assistant', content: 'I look.' },
      { role: 'user', content: 'Lovell' },
    ]);
    assert.deepEqual(rest, {
      model: 'small',
      temperature: 1,
      max_tokens: 100,
      seed: 2,
      top_p: 1,
      top_k: -1,
      min_p: 0,
      repetition_penalty: 1,
    });
    assert.deepEqual(policy.profile.lacks, { logprobs: true, continuation: true });
    const cut = await policy.sample(asked, {
      ...chat,
      maxTokens: 100,
      stopStrings: [chatCodec.decode(tokens).slice(0, 3)],
    });
    assert.deepEqual([cut.tokens, cut.stopReason], [tokens.slice(0, 1), 'stop']);
  });

  it('leaves out what a plain server refuses, and refuses what it then cannot ask', async () => {
    const server = await stubs.start((_, request) =>
      'min_p' in (request.body as object) ? { status: 400, body: 'unknown min_p' } : servedChat(request),
    );
    const policy = await open(server);
    await policy.sample(asked, chat);
    assert.deepEqual(Object.keys(sent(server)).sort(), [
      'max_tokens',
      'messages',
      'model',
      'seed',
      'temperature',
    ]);
    await assert.rejects(policy.sample(asked, { ...chat, topK: 4 }), fails('configuration', /takes no topK/));
  });

  it('is not opened where the server serves another model or refuses the plainest request', async () => {
    const other = await stubs.start((_, request) =>
      servedChat({ ...request, body: { ...(request.body as object), model: 'other' } }),
    );
    await assert.rejects(
      open(other),
      fails('engine', /answers as the model "other" where "small" was asked/),
    );
    const refusing = await stubs.start(() => ({ status: 400, body: 'no' }));
    await assert.rejects(open(refusing), fails('engine', /answered 400: "no"/));
    assert.equal(refusing.requests.length, 2);
  });
});
