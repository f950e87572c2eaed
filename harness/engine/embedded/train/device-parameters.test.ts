import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import type { AdamParams } from '../../engine.ts';
import { zeroTensors } from '../folder/named-tensors.ts';
import { parameterShapes } from '../folder/parameter-shapes.ts';
import { withPrefix } from '../folder/tensor-names.ts';
import { parameterPorts } from '../model/parameter-ports.ts';
import { flatValues } from '../testing/flat-values.ts';
import { largestGap } from '../testing/largest-gap.ts';
import { tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import { DeviceParameters } from './device-parameters.ts';
import { HostParameters } from './host-parameters.ts';
import { parameterFeeds, type ParameterState, type ParameterStore, type Tensors } from './parameter-store.ts';

// The graphs are the same on every provider, so the CPU's answers for all of them.
const session = { provider: 'cpu', threads: 1 } as const;
const adam: AdamParams = {
  learningRate: 1e-2,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.1,
};

function gradient(random: Random, scale: number): Tensors {
  const made = zeroTensors(parameterShapes(tinyConfig));
  for (const { data } of made.values())
    for (let i = 0; i < data.length; i += 1) data[i] = scale * random.normal();
  return withPrefix(parameterPorts.gradient, parameterFeeds(made));
}

const all = ({ weights, moments }: ParameterState): readonly Float32Array[] =>
  [weights.tensors, moments?.first, moments?.second].map(flatValues);

async function both(): Promise<{ readonly host: HostParameters; readonly device: DeviceParameters }> {
  return {
    host: new HostParameters(tinyWeights()),
    device: await DeviceParameters.open(tinyWeights(), session),
  };
}

async function stepBoth(
  stores: readonly ParameterStore[],
  settings: AdamParams,
  scales: number[],
): Promise<number[]> {
  const norms: number[] = [];
  for (const store of stores) {
    const random = Random.seeded(scales.length);
    for (const scale of scales) await store.accumulate(gradient(random, scale));
    norms.push(await store.optimStep(settings));
  }
  return norms;
}

describe('parameters on the device', () => {
  for (const [clipping, maxGradNorm] of [
    ['without clipping', undefined],
    ['clipped', 0.5],
  ] as const)
    it(`AdamW as graph nodes equals the JavaScript pass to 1e-6 over five steps, ${clipping}`, async () => {
      const { host, device } = await both();
      const settings = maxGradNorm === undefined ? adam : { ...adam, maxGradNorm };
      for (let step = 1; step <= 5; step += 1) {
        const [expected = NaN, actual = NaN] = await stepBoth([host, device], settings, [0.1 / step]);
        assert.ok(Math.abs(actual / expected - 1) < 1e-6, `norm ${actual} against ${expected}`);
      }
      const state = await device.read();
      assert.equal(state.steps, 5);
      for (const [i, numbers] of all(state).entries())
        assert.ok(largestGap(numbers, all(host.read())[i] ?? []) < 1e-6);
      await device.release();
    });

  it('gradients add up until the step and then start from zero', async () => {
    const { host, device } = await both();
    for (const scales of [[0.1, 0.2, 0.05], [], [0.3]]) {
      const [expected = NaN, actual = NaN] = await stepBoth([host, device], adam, scales);
      assert.ok(Math.abs(actual - expected) <= 1e-6 * expected, `${actual} against ${expected}`);
    }
    assert.ok(largestGap(all(await device.read())[0] ?? [], flatValues(host.weights.tensors)) < 1e-6);
    await device.release();
  });

  it('a gradient that is not finite is dropped, on the host as on the device', async () => {
    const { host, device } = await both();
    for (const store of [host, device]) {
      await store.accumulate(gradient(Random.seeded(1), Infinity));
      await assert.rejects(async () => store.optimStep(adam), {
        kind: 'engine',
        message: /^training diverged: the gradient norm is (NaN|Infinity);/,
      });
      assert.equal(store.steps, 0);
      assert.deepEqual((await store.read()).weights, tinyWeights());
    }
    const [expected = NaN, actual = NaN] = await stepBoth([host, device], adam, [0.1]);
    assert.ok(expected > 0 && Math.abs(actual / expected - 1) < 1e-6, `${actual} against ${expected}`);
    assert.equal(device.steps, 1);
    await device.release();
  });

  it('a snapshot keeps its values while the parameters move', async () => {
    const { device } = await both();
    const snapshot = await device.snapshot();
    await stepBoth([device], adam, [1]);
    const name = 'model.norm.weight';
    assert.deepEqual(snapshot.feeds[name]?.data, tinyWeights().tensors.get(name)?.data);
    assert.notDeepEqual(device.feeds()[name]?.data, snapshot.feeds[name]?.data);
    await device.release();
  });

  it('what is written is read back, and continued as the host continues it', async () => {
    const { host, device } = await both();
    await stepBoth([host], adam, [0.2]);
    await device.write(host.read());
    const state = await device.read();
    assert.deepEqual(state, host.read());
    await stepBoth([host, device], adam, [0.1]);
    assert.equal(device.steps, 2);
    assert.ok(largestGap(all(await device.read())[0] ?? [], flatValues(host.weights.tensors)) < 1e-6);
    await device.release();
  });
});
