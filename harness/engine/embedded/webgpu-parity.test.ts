import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { Random } from '../../core/random.ts';
import type { AdamParams, SampleParams } from '../engine.ts';
import type { Loss } from '../loss.ts';
import { inFolder } from '../weights-ref.ts';
import { engineContract } from '../testing/engine-contract.ts';
import type { ModelConfig } from './folder/model-config.ts';
import { probeProvider } from './session/probe-provider.ts';
import type { Provider } from './session/session-factory.ts';
import { largestGap } from './testing/largest-gap.ts';
import { randomDatum } from './testing/random-datum.ts';
import { tinyArchitectures, tinyConfig, tinyFolder, tinyWeights } from './testing/tiny-model.ts';
import type { NamedTensors } from './folder/named-tensors.ts';
import { HostParameters } from './train/host-parameters.ts';
import { Trainer } from './train/trainer.ts';
import { embeddedPolicy, type EmbeddedPolicy } from './worker/embedded-policy.ts';
import { openEngineInThread } from './worker/engine-in-thread.ts';

const random = Random.seeded(21);

const data = [9, 14, 5, 23, 14].map((length) => randomDatum(random, length));
const policy = { reduction: 'sequence-mean', temperature: 0.9, klCoefficient: 0.04 } as const;
const crossEntropy: Loss = { kind: 'cross_entropy', reduction: 'token-mean' };
const losses: readonly Loss[] = [
  crossEntropy,
  { kind: 'importance_sampling', ...policy },
  { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2, ...policy },
];
const models: Readonly<Record<string, ModelConfig>> = {
  'grouped heads': tinyConfig,
  'a head each, tied': { ...tinyConfig, keyValueHeads: 4, tiedEmbeddings: true },
  ...tinyArchitectures,
};
const adam: AdamParams = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.1,
  maxGradNorm: 1,
};

async function gradientOn(provider: Provider, config: ModelConfig, loss: Loss): Promise<GradientOnHost> {
  const parameters = new HostParameters(tinyWeights(config));
  const trainer = new Trainer(parameters, { provider, threads: 1, maxTokens: 64, microBatchTokens: 2048 });
  const { loss: value } = await trainer.forwardBackward(data, loss);
  await trainer.release();
  return { gradient: parameters.takeGradient(), value };
}

interface GradientOnHost {
  readonly gradient: NamedTensors;
  readonly value: number;
}

/** |a - b| / |b|, Euclidean. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  let difference = 0;
  let size = 0;
  for (const [i, value] of expected.entries()) {
    difference += ((actual[i] ?? NaN) - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(difference / size);
}

// Compiling shaders takes seconds, most of them on software Vulkan.
describe('WebGPU against the CPU (skipped where no WebGPU adapter answers)', function () {
  this.timeout(120_000);
  before(async function () {
    const probe = await probeProvider('webgpu');
    if (!probe.offered) this.skip();
  });

  for (const [heads, config] of Object.entries(models))
    for (const loss of losses)
      it(`${loss.kind}, ${heads}: every gradient tensor agrees within 1e-5`, async () => {
        const cpu = await gradientOn('cpu', config, loss);
        const gpu = await gradientOn('webgpu', config, loss);
        assert.ok(Math.abs(gpu.value / cpu.value - 1) < 1e-5, `loss ${gpu.value} against ${cpu.value}`);
        for (const [name, { data: values }] of cpu.gradient) {
          const error = relativeError(gpu.gradient.get(name)?.data ?? new Float32Array(), values);
          assert.ok(error < 1e-5, `${name}: ${error}`);
        }
      });

  engineContract('the embedded engine on WebGPU', {
    create: async () =>
      embeddedPolicy(await openEngineInThread({ folder: await tinyFolder(), provider: 'webgpu', lanes: 4 })),
    prompts: [
      [1, 2, 3],
      [4, 2, 5, 6],
    ],
    stopToken: 7,
    learningRate: 1e-2,
  });

  describe('the whole engine, state on the device', () => {
    let cpu: EmbeddedPolicy;
    let gpu: EmbeddedPolicy;
    before(async () => {
      const folder = await tinyFolder();
      // Micro-batches of 24 tokens: gradients add up on the device.
      const options = { folder, lanes: 4, microBatchTokens: 24 };
      cpu = embeddedPolicy(await openEngineInThread(options));
      gpu = embeddedPolicy(await openEngineInThread({ ...options, provider: 'webgpu' }));
    });
    after(async () => {
      // Absent when the adapter is.
      await (cpu as EmbeddedPolicy | undefined)?.close();
      await (gpu as EmbeddedPolicy | undefined)?.close();
    });

    it('losses and norms agree over five optimiser steps', async () => {
      for (let step = 0; step < 5; step += 1) {
        const [a, b] = [
          await cpu.learner.forwardBackward(data, crossEntropy),
          await gpu.learner.forwardBackward(data, crossEntropy),
        ];
        // AdamW divides by the root of the second moment, which enlarges the difference of small gradients.
        assert.ok(Math.abs(b.loss / a.loss - 1) < 1e-4, `step ${step}: ${b.loss} against ${a.loss}`);
        const [left, right] = [await cpu.learner.optimStep(adam), await gpu.learner.optimStep(adam)];
        assert.equal(right.step, left.step);
        assert.ok(
          Math.abs(right.gradNorm / left.gradNorm - 1) < 1e-3,
          `${right.gradNorm} against ${left.gradNorm}`,
        );
      }
      const [a = []] = await cpu.scorer.logprobs([data[0]?.tokens ?? []], { temperature: 1 });
      const [b = []] = await gpu.scorer.logprobs([data[0]?.tokens ?? []], { temperature: 1 });
      assert.ok(largestGap(b, a) < 1e-3);
    });

    it('greedy tokens are equal, wide caches and shared lanes included', async () => {
      await Promise.all([cpu.learner.publish(), gpu.learner.publish()]);
      const params: SampleParams = { temperature: 0, maxTokens: 80, seed: 0, stopTokens: [] };
      const prompts = Array.from({ length: 6 }, (_, i) =>
        Array.from({ length: 1 + 7 * i }, () => random.below(50)),
      );
      const ask = (engine: EmbeddedPolicy): Promise<readonly number[][]> =>
        Promise.all(prompts.map(async (prompt) => [...(await engine.sample(prompt, params)).tokens]));
      assert.deepEqual(await ask(gpu), await ask(cpu));
    });

    it('the reference stays while the weights move, and a saved folder continues the run', async () => {
      const tokens = data[3]?.tokens ?? [];
      const [start = []] = await gpu.scorer.logprobs([tokens], { temperature: 1 });
      const [opened = []] = await (await cpu.reference()).logprobs([tokens], { temperature: 1 });
      await gpu.learner.forwardBackward(data, crossEntropy);
      await gpu.learner.optimStep(adam);
      const [reference = []] = await (await gpu.reference()).logprobs([tokens], { temperature: 1 });
      const [moved = []] = await gpu.scorer.logprobs([tokens], { temperature: 1 });
      assert.ok(largestGap(reference, opened) < 1e-4);
      assert.ok(largestGap(reference, start) > 1e-4);
      assert.ok(largestGap(moved, start) > 1e-4);
      const folder = await tinyFolder();
      await gpu.learner.save(folder, { optimiser: true });
      await cpu.learner.load(inFolder(folder));
      const [carried = []] = await cpu.scorer.logprobs([tokens], { temperature: 1 });
      assert.ok(largestGap(carried, moved) < 1e-4);
      await gpu.learner.load(inFolder(folder));
      const [a, b] = [
        await cpu.learner.forwardBackward(data, crossEntropy),
        await gpu.learner.forwardBackward(data, crossEntropy),
      ];
      assert.ok(Math.abs(b.loss / a.loss - 1) < 1e-5);
      assert.equal((await gpu.learner.optimStep(adam)).step, (await cpu.learner.optimStep(adam)).step);
    });
  });
});
