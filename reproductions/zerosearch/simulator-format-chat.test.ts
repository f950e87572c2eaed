import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { type ErrorKind, TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { chatClient } from '../../harness/engine/completion/chat-client.ts';
import { completionServer } from '../../harness/engine/completion/completion-server.ts';
import {
  chatCompletion,
  type CompletionStub,
  completionStub,
  type StubAnswer,
} from '../../harness/engine/completion/testing/completion-stub.ts';
import { chatGenerator, type ChatGeneratorOptions } from '../../harness/search/simulator/chat-generator.ts';
import { simulatorBackend } from '../../harness/search/simulator/simulator-backend.ts';
import type { TextGenerator } from '../../harness/search/simulator/text-generator.ts';
import { contractRequest } from '../../harness/search/testing/search-contract.ts';
import { retryBackend } from '../../harness/search/wrappers/retry-backend.ts';
import { paperFormat } from './simulator-format.ts';

const stubs: CompletionStub[] = [];

async function generatorOver(
  answer: (i: number) => StubAnswer,
  options: Partial<ChatGeneratorOptions> = {},
): Promise<{ generator: TextGenerator; stub: CompletionStub }> {
  const stub = await completionStub(answer);
  stubs.push(stub);
  const server = completionServer({ hosts: [stub.host], attempts: 2, backoffMs: 0, timeoutMs: 100 });
  const client = chatClient(server, 'qwen 14b');
  return { generator: chatGenerator({ client, format: paperFormat, ...options }), stub };
}

afterEach(async () => {
  await Promise.all(stubs.splice(0).map((one) => one.close()));
});

const fails = (kind: ErrorKind, message: RegExp) => (error: unknown) =>
  error instanceof TwinZeroError && error.kind === kind && message.test(error.message);

const asked = { documents: 5, seed: 9 };

describe('the chat generator', () => {
  it('asks as published: empty system message, temperature 0.8, 600 tokens', async () => {
    const { generator, stub } = await generatorOver(() => chatCompletion('Doc 1: a b'));
    assert.equal(generator.id, 'chat(qwen-14b,temperature=0.8,max-tokens=600)');
    assert.deepEqual(await generator.generate('Query: x', asked), { text: 'Doc 1: a b', tokens: 4 });
    assert.deepEqual(stub.requests[0]?.body, {
      model: 'qwen 14b',
      messages: [
        { role: 'system', content: '' },
        { role: 'user', content: 'Query: x' },
      ],
      temperature: 0.8,
      max_tokens: 600,
      seed: 4,
    });
  });

  it('measures latency by the clock it is given and cost by the price', async () => {
    let seconds = 100;
    const now = (): number => (seconds += 0.25);
    const price = { promptUsdPerMillionTokens: 2, completionUsdPerMillionTokens: 10 };
    const { generator } = await generatorOver(() => chatCompletion('Doc 1: a b'), { now, price });
    // 20 prompt tokens at 2 and 4 written ones at 10 dollars a million.
    assert.deepEqual(await generator.generate('x', asked), {
      text: 'Doc 1: a b',
      tokens: 4,
      latencyMs: 250,
      costUsd: 0.00008,
    });
  });

  it('keeps the whole documents of a text that was cut off, and fails without one', async () => {
    const { generator } = await generatorOver((i) =>
      chatCompletion(i === 0 ? 'Sure.\nDoc 1: One.\nDoc 2: Tw' : 'Doc 1: On', 'length'),
    );
    assert.deepEqual(await generator.generate('x', asked), { text: 'Doc 1: One.', tokens: 7 });
    await assert.rejects(
      generator.generate('x', asked),
      fails('search', /cut off after 3 tokens before a whole document \(length\)/),
    );
    for (const reason of ['abort', 'content_filter']) {
      const broken = await generatorOver(() => chatCompletion('Doc 1: One.\nDoc 2: Tw', reason));
      assert.equal((await broken.generator.generate('x', asked)).text, 'Doc 1: One.');
    }
  });

  it('turns a dead or broken server into a search error, a wrong address into a configuration error', async () => {
    for (const [answer, kind, message] of [
      ['never', 'search', /did not answer within 100 ms, the last of 2 attempts/],
      [{ status: 500, body: 'down' }, 'search', /answered 500/],
      [{ body: 'garbage' }, 'search', /no JSON object/],
      [{ status: 404, body: 'no such model' }, 'configuration', /answered 404/],
    ] as const) {
      const { generator } = await generatorOver(() => answer);
      await assert.rejects(generator.generate('x', asked), fails(kind, message));
    }
  });

  it('writes something else when a simulator under a retry could not be read', async () => {
    const { generator, stub } = await generatorOver((i) =>
      chatCompletion(i === 0 ? 'I am sorry.' : 'Doc 1: One.\nDoc 2: Two.'),
    );
    const simulator = simulatorBackend({ generator, format: paperFormat, kind: 'sft' });
    const backend = retryBackend(simulator, { attempts: 2, backoffMs: 0 });
    const { documents } = await backend.search(contractRequest('leak', { label: 'useful', topK: 1 }));
    assert.deepEqual(
      documents.map(({ text }) => text),
      ['One.'],
    );
    const seeds = stub.requests.map(({ body }) => JSON.stringify(body).replace(/.*"seed":(\d+).*/, '$1'));
    assert.equal(new Set(seeds).size, 2);
  });
});
