import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SampleParams, SampleResult } from '../../engine.ts';
import { tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import { HostParameters } from '../train/host-parameters.ts';
import { DeviceSampler } from './device-sampler.ts';
import { HostSampler } from './host-sampler.ts';
import type { PublishedSampler } from './published-sampler.ts';

const params = (seed: number): SampleParams => ({ temperature: 0.9, maxTokens: 12, seed, stopTokens: [] });
const prompts = [[1, 2, 3], [4], [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]];

/** Samples before and after a change of weights is published. */
async function samples(mostBakedBytes: number, tiedEmbeddings: boolean): Promise<SampleResult[]> {
  const parameters = new HostParameters(tinyWeights({ ...tinyConfig, tiedEmbeddings }));
  const sampler = new HostSampler(parameters, {
    provider: 'cpu',
    threads: 1,
    lanes: 8,
    maxTokens: 64,
    decodeText: () => Promise.resolve(() => ''),
    mostBakedBytes,
  });
  const all = (): Promise<SampleResult[]> =>
    Promise.all(prompts.map((prompt, seed) => sampler.sample(prompt, params(seed))));
  const before = await all();
  parameters.weights.flat.forEach((value, i, flat) => {
    flat[i] = value * 1.5;
  });
  const unpublished = await all();
  await sampler.publish();
  const after = await all();
  await sampler.release();
  assert.deepEqual(
    unpublished.map(({ tokens }) => tokens),
    before.map(({ tokens }) => tokens),
  );
  return [...before, ...after];
}

describe('sampling from host memory', () => {
  for (const tied of [true, false])
    it(`gives what baked weights give when they are too large to bake, ${tied ? 'tied' : 'untied'}`, async () => {
      const baked = await samples(2 ** 30, tied);
      const fed = await samples(0, tied);
      for (const [i, { tokens, logprobs }] of baked.entries()) {
        assert.deepEqual(fed[i]?.tokens, tokens);
        const gaps = logprobs.map((value, j) => Math.abs(value - (fed[i]?.logprobs[j] ?? NaN)));
        assert.ok(Math.max(...gaps) < 1e-4, gaps.join(' '));
      }
      assert.notDeepEqual(baked[0]?.logprobs, baked[prompts.length]?.logprobs);
    });
});

describe('a sampler', () => {
  const parameters = new HostParameters(tinyWeights());
  const options = {
    provider: 'cpu',
    threads: 1,
    lanes: 2,
    maxTokens: 64,
    decodeText: () => Promise.reject(new Error('no tokenizer')),
  } as const;
  const openers: Record<string, (change?: { threads: number }) => Promise<PublishedSampler>> = {
    'from host memory': async (change) => new HostSampler(parameters, { ...options, ...change }),
    'on the device': (change) => DeviceSampler.open(parameters, { ...options, ...change }),
  };
  for (const [name, open] of Object.entries(openers)) {
    it(`${name} can be released and published to after its session failed to open`, async () => {
      const sampler = await open({ threads: 1e10 });
      const failed = { kind: 'engine', message: /could not open a session/ };
      await assert.rejects(sampler.sample([1], params(1)), failed);
      await sampler.publish();
      await assert.rejects(sampler.sample([1], params(1)), failed);
      await sampler.release();
    });

    it(`${name} needs the text of its tokens for stop strings alone`, async () => {
      const sampler = await open();
      const { tokens } = await sampler.sample([1], params(1));
      assert.equal(tokens.length, 12);
      await assert.rejects(sampler.sample([1], { ...params(1), stopStrings: ['x'] }), /no tokenizer/);
      assert.deepEqual((await sampler.sample([1], { ...params(1), stopStrings: [] })).tokens, tokens);
      await sampler.release();
    });
  }
});
