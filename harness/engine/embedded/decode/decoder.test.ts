import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { SampleParams, SampleResult } from '../../engine.ts';
import { tinyFolder, tinyWeights } from '../testing/tiny-model.ts';
import { HostParameters } from '../train/host-parameters.ts';
import { embeddedPolicy, type EmbeddedPolicy } from '../worker/embedded-policy.ts';
import { openEngineInThread } from '../worker/engine-in-thread.ts';
import { DeviceSampler } from './device-sampler.ts';
import { HostSampler } from './host-sampler.ts';

const random = Random.seeded(5);
const prompts = Array.from({ length: 40 }, (_, i) =>
  Array.from({ length: 1 + ((i * 7) % 45) }, () => random.below(50)),
);
const params = (i: number): SampleParams => ({
  temperature: i % 4 === 0 ? 0 : 0.9,
  maxTokens: 5 + ((i * 13) % 90),
  seed: i,
  stopTokens: [7],
});

describe('the decoder', () => {
  let folder: string;
  let engine: EmbeddedPolicy;
  before(async () => {
    folder = await tinyFolder();
    engine = embeddedPolicy(await openEngineInThread({ folder, lanes: 64 }));
  });
  after(() => engine.close());

  const together = (): Promise<SampleResult[]> =>
    Promise.all(prompts.map((prompt, i) => engine.sample(prompt, params(i))));

  it('gives a request the same bits alone, in company, and with few lanes', async () => {
    const company = await together();
    await engine.learner.publish();
    const alone: SampleResult[] = [];
    for (const [i, prompt] of prompts.entries()) alone.push(await engine.sample(prompt, params(i)));
    assert.deepEqual(company, alone);
    const narrow = await openEngineInThread({ folder, lanes: 3 });
    assert.deepEqual(await Promise.all(prompts.map((prompt, i) => narrow.sample(prompt, params(i)))), alone);
    await narrow.close();
  });

  it('reports the log-probabilities that training scores, to 1e-4', async () => {
    const sampled = await together();
    for (const [i, { tokens, logprobs }] of sampled.entries()) {
      const prompt = prompts[i] ?? [];
      const { temperature } = params(i);
      const [scored = []] = await engine.scorer.logprobs([[...prompt, ...tokens]], {
        temperature: temperature || 1,
      });
      const own = scored.slice(prompt.length - 1);
      const gap = Math.max(...own.map((value, j) => Math.abs(value - (logprobs[j] ?? NaN))));
      assert.ok(gap < 1e-4, `request ${i}: ${gap}`);
    }
  });

  it('greedy tokens are the most probable ones under the full forward pass, across cache widths', async () => {
    const prompt = [1, 2, 3];
    const { tokens } = await engine.sample(prompt, {
      temperature: 0,
      maxTokens: 150,
      seed: 0,
      stopTokens: [],
    });
    for (const at of [0, 60, 61, 62, 124, 125, 126, 149]) {
      const prefix = [...prompt, ...tokens.slice(0, at)];
      const scores = await engine.scorer.logprobs(
        Array.from({ length: 50 }, (_, token) => [...prefix, token]),
        { temperature: 1 },
      );
      const last = scores.map((row) => row.at(-1) ?? NaN);
      assert.equal(last.indexOf(Math.max(...last)), tokens[at], `token ${at}`);
    }
  });

  it('continues an episode from its cached prefix as if it read it all', async () => {
    const first = await engine.sample([4, 5, 6], { ...params(1), maxTokens: 12, stopTokens: [] });
    const next = [4, 5, 6, ...first.tokens, 9, 8, 9, 8, 9];
    const settings = { ...params(2), temperature: 0, maxTokens: 20 };
    const continued = await engine.sample(next, settings);
    await engine.learner.publish();
    const fresh = await engine.sample(next, settings);
    assert.deepEqual(continued.tokens, fresh.tokens);
    for (const [i, value] of continued.logprobs.entries())
      assert.ok(Math.abs(value - (fresh.logprobs[i] ?? NaN)) < 1e-5);
  });

  it('answers requests in flight with the old weights when new ones are published', async () => {
    const own = await openEngineInThread({ folder, lanes: 8 });
    const old = await own.sample([1, 2, 3], params(3));
    await own.publish();
    const inFlight = Array.from({ length: 12 }, () => own.sample([1, 2, 3], params(3)));
    await own.forwardBackward([{ tokens: [1, 2, 3, 4], weights: [1, 1, 1] }], {
      kind: 'cross_entropy',
      reduction: 'token-mean',
    });
    await own.optimStep({ learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 });
    await own.publish();
    for (const result of await Promise.all(inFlight)) assert.deepEqual(result, old);
    assert.notDeepEqual(await own.sample([1, 2, 3], params(3)), old);
    await own.close();
  });

  it('draws with the probabilities it reports', async () => {
    const draws = await Promise.all(
      Array.from({ length: 2000 }, (_, seed) =>
        engine.sample([3, 1, 4], { temperature: 1, maxTokens: 1, seed, stopTokens: [] }),
      ),
    );
    const counts = new Map<number, { count: number; logprob: number }>();
    for (const { tokens, logprobs } of draws) {
      const entry = counts.get(tokens[0] ?? -1) ?? { count: 0, logprob: logprobs[0] ?? NaN };
      counts.set(tokens[0] ?? -1, { ...entry, count: entry.count + 1 });
    }
    for (const { count, logprob } of counts.values()) {
      const expected = 2000 * Math.exp(logprob);
      // Five standard deviations of a binomial count, and two for rare tokens' discreteness.
      assert.ok(Math.abs(count - expected) < 5 * Math.sqrt(expected) + 2, `${count} against ${expected}`);
    }
  });

  it('stops at a stop token, which it keeps, and at the limit', async () => {
    const sampled = await together();
    assert.ok(sampled.some(({ stopReason }) => stopReason === 'stop'));
    for (const [i, { tokens, stopReason }] of sampled.entries()) {
      if (stopReason === 'stop') assert.equal(tokens.indexOf(7), tokens.length - 1);
      else assert.equal(tokens.length, params(i).maxTokens);
    }
  });

  it('top-k 1 and a tiny top-p are greedy', async () => {
    const settings = { temperature: 1, maxTokens: 20, seed: 1, stopTokens: [] };
    const greedy = await engine.sample([2, 2], { ...settings, temperature: 0 });
    assert.deepEqual((await engine.sample([2, 2], { ...settings, topK: 1 })).tokens, greedy.tokens);
    assert.deepEqual((await engine.sample([2, 2], { ...settings, topP: 1e-6 })).tokens, greedy.tokens);
  });

  it('takes top-k 0 for no top-k, as the ecosystem does', async () => {
    const settings = { ...params(1), stopTokens: [] };
    assert.deepEqual(
      await engine.sample([2, 2], { ...settings, topK: 0 }),
      await engine.sample([2, 2], settings),
    );
  });

  it('refuses what does not fit, in one sentence', async () => {
    await assert.rejects(
      engine.sample([1], { temperature: 1, maxTokens: 4000, seed: 1, stopTokens: [] }),
      (error) =>
        error instanceof TwinZeroError && /4000 to sample exceed the engine's 512/.test(error.message),
    );
    await assert.rejects(engine.sample([], params(1)), /empty prompt/);
  });
});

describe('stop strings in the decoder', () => {
  // Tokens of one or two signs, such as `>\n`, and the two halves of a character.
  const signs = ['</', 's', '>', '>\n', '>.', ' ', 'a'];
  const bytesOf = (token: number): Buffer =>
    token % 9 < 7
      ? Buffer.from(signs[token % 9] ?? '')
      : Buffer.from('é').subarray((token % 9) - 7, (token % 9) - 6);
  const decode = (tokens: readonly number[]): string => Buffer.concat(tokens.map(bytesOf)).toString();
  const options = { provider: 'cpu', threads: 1, lanes: 5, maxTokens: 300 } as const;
  const stopStrings = ['</s>', 's>', 'é'];

  for (const [where, open] of [
    [
      'host',
      async () =>
        new HostSampler(new HostParameters(tinyWeights()), { ...options, decodeText: async () => decode }),
    ],
    [
      'device',
      () =>
        DeviceSampler.open(new HostParameters(tinyWeights()), { ...options, decodeText: async () => decode }),
    ],
  ] as const)
    it(`end each request where its text first contains one, with lanes in ${where} memory`, async () => {
      const sampler = await open();
      const long = prompts.map((_, i) => ({ ...params(i), stopTokens: [], maxTokens: 60 }));
      const sampleAll = (extra: Partial<SampleParams>): Promise<SampleResult[]> =>
        Promise.all(
          prompts.map((prompt, i) => sampler.sample(prompt, { ...(long[i] ?? params(i)), ...extra })),
        );
      const unstopped = await sampleAll({});
      const stopped = await sampleAll({ stopStrings });
      let early = 0;
      for (const [i, { tokens }] of unstopped.entries()) {
        const contains = (count: number): boolean =>
          stopStrings.some((stop) => decode(tokens.slice(0, count)).includes(stop));
        const count = tokens.findIndex((_, at) => contains(at + 1)) + 1;
        if (count > 0) early += 1;
        assert.deepEqual(stopped[i]?.tokens, count > 0 ? tokens.slice(0, count) : tokens, `request ${i}`);
        assert.equal(stopped[i]?.stopReason, count > 0 ? 'stop' : 'length');
      }
      assert.ok(early > 10 && early < prompts.length, `${early} stopped`);
      await sampler.release();
    });
});
