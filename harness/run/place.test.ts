import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { Stubs } from '../engine/completion/testing/ask-completion.ts';
import { chatCompletion } from '../engine/completion/testing/completion-stub.ts';
import { chatOf } from './place.ts';

describe('chatOf', () => {
  const stubs = new Stubs();
  afterEach(() => stubs.close());
  const question = {
    messages: [{ role: 'user', content: 'Why?' }],
    temperature: 0,
    maxTokens: 4,
    seed: 6,
  } as const;

  it('asks the server that is named after the model, in the name of the model', async () => {
    const [qwen, llama] = await Promise.all([
      stubs.start(() => chatCompletion('of qwen')),
      stubs.start(() => chatCompletion('of llama')),
    ]);
    const servers = { qwen: { hosts: [qwen.host] }, llama: { hosts: [llama.host] } };
    const client = chatOf({ servers }, 'llama');
    assert.equal(client.model, 'llama');
    assert.equal((await client.chat(question)).text, 'of llama');
    assert.deepEqual(llama.requests, [
      {
        path: '/v1/chat/completions',
        authorization: undefined,
        body: {
          model: 'llama',
          messages: [{ role: 'user', content: 'Why?' }],
          temperature: 0,
          max_tokens: 4,
          seed: 3,
        },
      },
    ]);
    assert.deepEqual(qwen.requests, []);
  });

  it('refuses a model that no server was named for, whatever it is called', () => {
    const servers = { qwen: { hosts: ['http://127.0.0.1:1/v1'] } };
    for (const place of [{ servers }, { servers: {} }, {}])
      for (const model of ['llama', 'constructor', '__proto__'])
        assert.throws(() => chatOf(place, model), {
          kind: 'configuration',
          message: `the configuration asks for the served model "${model}", but no server of it was named; give --policy, --judge or --simulator openai:URL#${model}, or a model of this machine`,
        });
  });

  it('refuses settings of a server that cannot be followed', () => {
    assert.throws(() => chatOf({ servers: { qwen: { hosts: [] } } }, 'qwen'), {
      kind: 'configuration',
      message: /at least one host/u,
    });
  });
});
