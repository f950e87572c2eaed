import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { testQuestion } from '../../core/testing/test-question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { bm25Backend } from '../lexical/bm25.ts';
import { contractChunks, contractRequest, searchContract } from '../testing/search-contract.ts';
import { cachedBackend } from '../wrappers/cached-backend.ts';
import { compactFormat } from './compact-format.ts';
import { curriculumBackend } from './curriculum-backend.ts';
import { simulatorBackend } from './simulator-backend.ts';
import { simulatorCacheKey } from './simulator-format.ts';
import { recordingGenerator } from './testing/recording-generator.ts';
import type { GeneratedText } from './text-generator.ts';

const simulator = (write: (prompt: string, seed: number) => Partial<GeneratedText> = () => ({})) => {
  const generator = recordingGenerator(write);
  return { generator, backend: simulatorBackend({ generator, format: compactFormat, kind: 'sft' }) };
};

searchContract('a simulator under a curriculum', {
  make: () => curriculumBackend(simulator().backend, { noisyProbability: 0.5, id: 'half' }),
  readsQuestion: true,
});

describe('a simulator', () => {
  it('marks its documents by the sha256 of their text, drops repeats and passes on what was measured', async () => {
    const { backend } = simulator(() => ({
      text: 'abc\nDoc two.\nabc',
      tokens: 9,
      latencyMs: 12,
      costUsd: 0.5,
    }));
    assert.equal(backend.id, 'simulator(recording,compact,sft)');
    assert.deepEqual(await backend.search(contractRequest('x', { label: 'noisy', topK: 5 })), {
      documents: [
        // sha256('abc') begins ba7816bf (FIPS 180-2, B.1).
        { id: 'simulated-ba7816bf', text: 'abc', origin: 'simulated' },
        { id: 'simulated-f06398b1', text: 'Doc two.', origin: 'simulated' },
      ],
      noisy: true,
      generatedTokens: 9,
      latencyMs: 12,
      costUsd: 0.5,
    });
  });
  it('invents neither latency nor cost, and is not noisy under the useful label', async () => {
    const { backend } = simulator(() => ({ text: 'abc', tokens: 1 }));
    const result = await backend.search(contractRequest('x', { label: 'useful' }));
    assert.deepEqual(Object.keys(result), ['documents', 'noisy', 'generatedTokens']);
    assert.equal(result.noisy, false);
  });
  it('is told question, first gold answer and label of the search, and draws its seed from it', async () => {
    const { backend, generator } = simulator();
    const question = testQuestion({ question: 'Which valve?', answers: ['valve 7', 'V7'] });
    const request = contractRequest('leak', { label: 'noisy', topK: 2, question });
    await backend.search(request);
    assert.deepEqual(generator.calls, [
      {
        prompt: 'Noisy\nQuestion: Which valve?\nAnswer: valve 7\nQuery: leak',
        documents: 2,
        seed: request.random.fork('simulator').uint32(),
      },
    ]);
  });
  it('fails without a document it can read, instead of showing none or another', async () => {
    const { backend } = simulator(() => ({ text: ' \n ', tokens: 3 }));
    await assert.rejects(
      backend.search(contractRequest('x', { label: 'useful' })),
      (error) =>
        error instanceof TwinZeroError && error.kind === 'search' && /no document/.test(error.message),
    );
  });
  it('refuses a search without a label', async () => {
    await assert.rejects(
      simulator().backend.search(contractRequest('x')),
      (error) => error instanceof TwinZeroError && error.kind === 'configuration',
    );
  });
});

describe('the cache of a simulator', () => {
  it('shares nothing between a simulator and a retriever, two labels, two golds or two questions', async () => {
    const store = new Map();
    const { backend, generator } = simulator();
    const cached = cachedBackend(backend, { store, keyParts: simulatorCacheKey });
    const request = contractRequest('tank7', { label: 'useful' });
    const retrieved = await cachedBackend(bm25Backend(contractChunks), { store }).search(request);
    const first = await cached.search(request);
    assert.equal(retrieved.documents[0]?.origin, 'chunk');
    assert.equal(first.documents[0]?.origin, 'simulated');
    assert.equal(await cached.search(request), first);
    assert.equal(generator.calls.length, 1);
    const others = [
      contractRequest('tank7', { label: 'noisy' }),
      contractRequest('tank7', { label: 'useful', question: { ...request.question, answers: ['valve3'] } }),
      contractRequest('tank7', { label: 'useful', question: { ...request.question, question: 'Which?' } }),
    ];
    for (const other of others) await cached.search(other);
    assert.equal(generator.calls.length, 4);
  });
  it('refuses a search without a label', async () => {
    const cached = cachedBackend(simulator().backend, { keyParts: simulatorCacheKey });
    await assert.rejects(cached.search(contractRequest('x')), /without a label/);
  });
});
