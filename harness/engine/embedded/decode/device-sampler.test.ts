import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import type { SampleParams, SampleResult } from '../../engine.ts';
import { scaled } from '../testing/scaled-parameters.ts';
import { largestGap } from '../testing/largest-gap.ts';
import { tinyArchitectures, tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import { HostParameters } from '../train/host-parameters.ts';
import { DeviceSampler } from './device-sampler.ts';
import { HostSampler } from './host-sampler.ts';
import type { PublishedSampler } from './published-sampler.ts';

const options = {
  provider: 'cpu',
  threads: 1,
  lanes: 4,
  maxTokens: 300,
  decodeText: () => Promise.resolve((tokens: readonly number[]) => tokens.join(' ')),
} as const;
const random = Random.seeded(9);
const prompts = Array.from({ length: 11 }, (_, i) =>
  Array.from({ length: 1 + ((i * 13) % 60) }, () => random.below(50)),
);
const params = (i: number): SampleParams => ({
  temperature: i % 3 === 0 ? 0 : 0.8,
  // Some pass the first two cache widths of 64 positions.
  maxTokens: 10 + ((i * 31) % 110),
  seed: i,
  stopTokens: [7],
});

async function samplers(
  config = tinyConfig,
): Promise<{ parameters: HostParameters; host: PublishedSampler; device: PublishedSampler }> {
  const parameters = new HostParameters(tinyWeights(config));
  return {
    parameters,
    host: new HostSampler(parameters, options),
    device: await DeviceSampler.open(parameters, options),
  };
}

const sampleAll = (sampler: PublishedSampler): Promise<SampleResult[]> =>
  Promise.all(prompts.map((prompt, i) => sampler.sample(prompt, params(i))));

function assertSame(actual: readonly SampleResult[], expected: readonly SampleResult[]): void {
  for (const [i, { tokens, logprobs, stopReason }] of expected.entries()) {
    assert.deepEqual(actual[i]?.tokens, tokens, `request ${i}`);
    assert.equal(actual[i]?.stopReason, stopReason);
    assert.ok(largestGap(actual[i]?.logprobs ?? [], logprobs) < 1e-5, `request ${i}`);
  }
}

describe('sampling with a cache on the device', () => {
  for (const [heads, config] of [
    ['grouped heads', tinyConfig],
    ['a head each, tied', { ...tinyConfig, keyValueHeads: 4, tiedEmbeddings: true }],
    ...Object.entries(tinyArchitectures),
  ] as const)
    it(`gives the tokens of the cache in host memory, ${heads}, more requests than lanes`, async () => {
      const { host, device } = await samplers(config);
      assertSame(await sampleAll(device), await sampleAll(host));
      await Promise.all([host.release(), device.release()]);
    });

  it('leaves a held lane as it was while another request runs alone', async () => {
    const { device } = await samplers();
    const settings: SampleParams = { temperature: 0, maxTokens: 70, seed: 0, stopTokens: [] };
    const first = await device.sample([4, 5, 6], settings);
    await device.sample([9, 9], { ...settings, maxTokens: 5 });
    const next = [4, 5, 6, ...first.tokens, 1, 2];
    const continued = await device.sample(next, settings);
    await device.publish();
    const fresh = await device.sample(next, settings);
    assert.deepEqual(continued.tokens, fresh.tokens);
    assert.ok(largestGap(continued.logprobs, fresh.logprobs) < 1e-5);
    await device.release();
  });

  it('samples the published weights, not the newest', async () => {
    const { parameters, host, device } = await samplers();
    const before = await sampleAll(device);
    parameters.write(scaled(parameters, -1));
    assertSame(await sampleAll(device), before);
    await Promise.all([host.publish(), device.publish()]);
    const after = await sampleAll(device);
    assertSame(after, await sampleAll(host));
    assert.notDeepEqual(
      after.map(({ tokens }) => tokens),
      before.map(({ tokens }) => tokens),
    );
    await Promise.all([host.release(), device.release()]);
  });
});
