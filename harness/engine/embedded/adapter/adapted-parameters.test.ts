import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import type { AdamParams, SampleResult } from '../../engine.ts';
import { DeviceSampler } from '../decode/device-sampler.ts';
import { HostSampler } from '../decode/host-sampler.ts';
import type { PublishedSampler } from '../decode/published-sampler.ts';
import { copyWeights } from '../folder/weights.ts';
import { largestGap } from '../testing/largest-gap.ts';
import { randomDatum } from '../testing/random-datum.ts';
import { scaled } from '../testing/scaled-parameters.ts';
import { tinyAdapter } from '../testing/tiny-adapter.ts';
import { tinyArchitectures, tinyConfig } from '../testing/tiny-model.ts';
import { DeviceParameters } from '../train/device-parameters.ts';
import { HostParameters } from '../train/host-parameters.ts';
import { LoopTrainer } from '../train/loop-trainer.ts';
import type { ParameterStore } from '../train/parameter-store.ts';
import { Trainer } from '../train/trainer.ts';

const session = { provider: 'cpu', threads: 1, maxTokens: 96 } as const;
const adam: AdamParams = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };
const loss = { kind: 'cross_entropy', reduction: 'token-mean' } as const;
const batches = [0, 1, 2].map((step) =>
  [0, 1].map((lane) => {
    const { tokens, weights } = randomDatum(Random.seeded(8).fork(step, lane), 20);
    return { tokens, weights };
  }),
);

async function train(parameters: ParameterStore): Promise<void> {
  const trainer = new Trainer(parameters, { ...session, microBatchTokens: 2048 });
  for (const batch of batches) {
    await trainer.forwardBackward(batch, loss);
    await parameters.optimStep(adam);
  }
  await trainer.release();
}

describe('the parameters of an adapter', () => {
  it('take moments and copies of themselves alone: nothing of the base is copied, changed or kept twice', async () => {
    const { weights, base } = tinyAdapter();
    const before = copyWeights(base);
    const parameters = new HostParameters(weights, base);
    const opened = parameters.snapshot();
    await train(parameters);
    const names = [...weights.tensors.keys()];
    const { moments } = parameters.read();
    assert.deepEqual([...(moments?.first.keys() ?? [])], names);
    assert.deepEqual([...(moments?.second.keys() ?? [])], names);
    assert.deepEqual([...parameters.takeGradient().keys()], names);
    assert.deepEqual(base, before);
    for (const [name, { data }] of base.tensors)
      for (const feeds of [parameters.feeds(), opened.feeds]) assert.equal(feeds[name]?.data, data);
    for (const name of names) assert.notEqual(parameters.feeds()[name]?.data, opened.feeds[name]?.data);
  });

  for (const [name, config] of [['Llama', tinyConfig], ...Object.entries(tinyArchitectures)] as const)
    it(`have the bits of single runs after as many steps in one, on the device as in host memory: ${name}`, async () => {
      const { weights, base } = tinyAdapter(config);
      const single = await DeviceParameters.open(weights, { ...session, base });
      const looped = new HostParameters(copyWeights(weights), base);
      await train(single);
      const trainer = await LoopTrainer.open(looped, session);
      await trainer.steps(batches, { reduction: 'token-mean', adam: batches.map(() => adam) });
      assert.deepEqual(looped.read(), await single.read());
      assert.notDeepEqual(looped.weights, weights);
      await Promise.all([trainer.release(), single.release()]);
    });
});

describe('sampling with an adapter', () => {
  const options = { ...session, lanes: 4, decodeText: () => Promise.resolve(() => '') };
  const prompts = [[1, 2, 3], [4], [5, 6, 7, 8, 9, 10], [11, 12], [13]];
  const samples = (sampler: PublishedSampler): Promise<SampleResult[]> =>
    Promise.all(
      prompts.map((prompt, seed) =>
        sampler.sample(prompt, { temperature: 0.9, maxTokens: 70, seed, stopTokens: [] }),
      ),
    );

  it('gives the same tokens with the base in the graph, fed to it and on the device, also after a publication', async () => {
    const { weights, base } = tinyAdapter();
    const parameters = new HostParameters(weights, base);
    const samplers = {
      baked: new HostSampler(parameters, options),
      fed: new HostSampler(parameters, { ...options, mostBakedBytes: 0 }),
      device: await DeviceSampler.open(parameters, options),
    };
    const rounds: (readonly SampleResult[])[] = [];
    for (let round = 0; round < 2; round += 1) {
      const wanted = await samples(samplers.baked);
      rounds.push(wanted);
      for (const other of [samplers.fed, samplers.device])
        for (const [i, { tokens, logprobs }] of (await samples(other)).entries()) {
          assert.deepEqual(tokens, wanted[i]?.tokens);
          assert.ok(largestGap(logprobs, wanted[i]?.logprobs ?? []) < 1e-5);
        }
      parameters.write(scaled(parameters, 1.5));
      assert.deepEqual(await samples(samplers.baked), wanted);
      await Promise.all(Object.values(samplers).map((sampler) => sampler.publish()));
    }
    assert.notDeepEqual(rounds[0], rounds[1]);
    await Promise.all(Object.values(samplers).map((sampler) => sampler.release()));
  });
});
