import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { Stubs } from '../../../harness/engine/completion/testing/ask-completion.ts';
import { chatCompletion } from '../../../harness/engine/completion/testing/completion-stub.ts';
import { findReproduction } from '../../../harness/reproduce/find-reproductions.ts';
import { assaySimulator, shippedSearches } from '../policies/assay-simulator.ts';
import { parseSimulator } from './measure-command.ts';

describe('twinzero simulator measure', () => {
  const stubs = new Stubs();
  afterEach(() => stubs.close());

  it('takes a folder as it stands and every form of a model', () => {
    assert.deepEqual(parseSimulator('some/dir').spec, { kind: 'embedded', folder: resolve('some/dir') });
    assert.deepEqual(parseSimulator('gguf:a.gguf').spec, { kind: 'gguf', file: resolve('a.gguf') });
    assert.equal(parseSimulator('openai:http://127.0.0.1:1/v1#s').host, 'http://127.0.0.1:1/v1');
  });

  it('measures a served model in the format of the paper', async () => {
    // Writes the answer that it is told, whatever is asked, and two documents; noisy ones hold nothing.
    const stub = await stubs.start((_, { body }) => {
      const { messages } = body as { readonly messages: readonly { readonly content: string }[] };
      const prompt = messages.at(-1)?.content ?? '';
      const [, gold = ''] = /Its correct answer is: (.*)/u.exec(prompt) ?? [];
      const told = prompt.endsWith('Useful Output:') ? gold : 'nothing of use';
      return chatCompletion(`Doc 1: The record says ${told} here. Doc 2: More.`);
    });
    const all = await shippedSearches();
    const searches = { train: all.train.slice(0, 4), dev: all.dev.slice(0, 4) };
    const { brings } = await findReproduction('zerosearch');
    const simulator = {
      kind: 'simulator',
      model: { kind: 'chat', model: 's' },
      format: 'zerosearch/paper',
      tuning: 'sft',
      temperature: 0.8,
      maxTokensPerDocument: 600,
    } as const;
    const place = { provider: 'cpu', threads: 1, servers: { s: { hosts: [stub.host] } } } as const;
    const assay = await assaySimulator(simulator, searches, { ...place, formats: brings?.formats ?? {} });
    assert.equal(assay.parameters, null);
    for (const { usefulWithGold, strayWithGold, noisyWithGold, valid } of [assay.train, assay.dev]) {
      assert.deepEqual(
        [usefulWithGold, strayWithGold],
        [
          { count: 4, n: 4 },
          { count: 4, n: 4 },
        ],
      );
      assert.deepEqual(
        [noisyWithGold, valid],
        [
          { count: 0, n: 4 },
          { count: 8, n: 8 },
        ],
      );
    }
    assert.equal(stub.requests.length, 2 * 3 * 4);
  });
});
