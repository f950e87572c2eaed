import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { SampleParams, SampleResult } from '../../engine.ts';
import { scaled } from '../testing/scaled-parameters.ts';
import { tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import { HostParameters } from '../train/host-parameters.ts';
import { DeviceSampler } from './device-sampler.ts';
import { HostSampler } from './host-sampler.ts';
import type { PublishedSampler } from './published-sampler.ts';

const params = (seed: number): SampleParams => ({ temperature: 0.9, maxTokens: 12, seed, stopTokens: [] });
const prompts = [[1, 2, 3], [4], [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]];

const options = {
  provider: 'cpu',
  threads: 1,
  lanes: 8,
  maxTokens: 64,
  decodeText: () => Promise.resolve(() => ''),
} as const;

/** Samples before and after a change of weights is published. */
async function samples(mostBakedBytes: number, tiedEmbeddings: boolean): Promise<SampleResult[]> {
  const parameters = new HostParameters(tinyWeights({ ...tinyConfig, tiedEmbeddings }));
  const sampler = new HostSampler(parameters, { ...options, mostBakedBytes });
  const all = (): Promise<SampleResult[]> =>
    Promise.all(prompts.map((prompt, seed) => sampler.sample(prompt, params(seed))));
  const before = await all();
  parameters.write(scaled(parameters, 1.5));
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

  for (const [form, mostBakedBytes, kept] of [
    ['lets go of the weights once its session has taken them in', 2 ** 30, true],
    ['holds the weights that it feeds as long as it samples with them', 0, false],
  ] as const)
    it(form, async () => {
      const parameters = new HostParameters(tinyWeights());
      const sampler = new HostSampler(parameters, { ...options, mostBakedBytes });
      const before = await sampler.sample([1, 2], params(1));
      const memory = parameters.weights.tensors.get('model.norm.weight')?.data;
      parameters.optimStep({ learningRate: 1, beta1: 0, beta2: 0, epsilon: 1, weightDecay: 0.5 });
      assert.equal(parameters.weights.tensors.get('model.norm.weight')?.data === memory, kept);
      assert.deepEqual(await sampler.sample([1, 2], params(1)), before);
      await sampler.release();
    });

  it('fails a request that leaves the numbers, alone, and no other before or after it', async () => {
    const sampler = new HostSampler(new HostParameters(tinyWeights()), { ...options, lanes: 2 });
    const others = [[1, 2, 3], [4], [6, 7]];
    const sample = (prompt: readonly number[]): Promise<SampleResult> => sampler.sample(prompt, params(4));
    const wanted = await Promise.all(others.map(sample));
    const used = new Set([...others, ...wanted.map(({ tokens }) => tokens)].flat());
    // Not 0, with which short feeds are filled up.
    const spoiled = Array.from({ length: 49 }, (_, i) => i + 1).find((token) => !used.has(token)) ?? NaN;
    await sampler.release();
    const weights = tinyWeights();
    weights.tensors.get('model.embed_tokens.weight')?.data.fill(NaN, spoiled * 32, (spoiled + 1) * 32);
    const broken = new HostSampler(new HostParameters(weights), { ...options, lanes: 2 });
    for (let round = 0; round < 2; round += 1) {
      const settled = await Promise.allSettled(
        [[spoiled], ...others, [5, spoiled]].map((prompt) => broken.sample(prompt, params(4))),
      );
      const values = settled.map((result) =>
        result.status === 'fulfilled' ? result.value : (result.reason as TwinZeroError).kind,
      );
      assert.deepEqual(values, ['engine', ...wanted, 'engine']);
    }
    await broken.release();
  });

  for (const value of [NaN, Infinity])
    it(`fails where a published weight is ${value}, and samples again with weights that are numbers`, async () => {
      const parameters = new HostParameters(tinyWeights());
      const sampler = new HostSampler(parameters, options);
      const good = await sampler.sample([1, 2], params(1));
      const kept = parameters.read();
      const spoiled = tinyWeights();
      // One number of the head, so that one logit alone is none.
      spoiled.tensors.get('lm_head.weight')?.data.fill(value, 0, 1);
      parameters.write({ weights: spoiled, moments: null, steps: 0 });
      await sampler.publish();
      for (const temperature of [0, 0.9])
        await assert.rejects(sampler.sample([1, 2], { ...params(1), temperature }), {
          kind: 'engine',
          message: /^the model's probabilities at temperature 0(\.9)? are not numbers;/,
        });
      parameters.write(kept);
      await sampler.publish();
      assert.deepEqual(await sampler.sample([1, 2], params(1)), good);
      await sampler.release();
    });
});

describe('a sampler', () => {
  const parameters = new HostParameters(tinyWeights());
  const small = {
    provider: 'cpu',
    threads: 1,
    lanes: 2,
    maxTokens: 64,
    decodeText: () => Promise.reject(new Error('no tokenizer')),
  } as const;
  const openers: Record<string, (change?: { threads: number }) => Promise<PublishedSampler>> = {
    'from host memory': async (change) => new HostSampler(parameters, { ...small, ...change }),
    'on the device': (change) => DeviceSampler.open(parameters, { ...small, ...change }),
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
