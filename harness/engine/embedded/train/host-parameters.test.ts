import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AdamParams } from '../../engine.ts';
import { copyTensors, type NamedTensors } from '../folder/named-tensors.ts';
import { withPrefix } from '../folder/tensor-names.ts';
import { parameterPorts } from '../model/parameter-ports.ts';
import { tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import { HostParameters } from './host-parameters.ts';
import { parameterFeeds } from './parameter-store.ts';

const adam: AdamParams = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };

function step(parameters: HostParameters): void {
  const ones = copyTensors(parameters.weights.tensors);
  for (const { data } of ones.values()) data.fill(1);
  parameters.accumulate(withPrefix(parameterPorts.gradient, parameterFeeds(ones)));
  parameters.optimStep(adam);
}

const memory = (tensors: NamedTensors): readonly ArrayBufferLike[] =>
  [...tensors.values()].map(({ data }) => data.buffer);

describe('parameters in host memory', () => {
  it('share their memory with snapshots until they change, and copy it once', () => {
    const parameters = new HostParameters(tinyWeights());
    const opened = memory(parameters.weights.tensors);
    const [one, two] = [parameters.snapshot(), parameters.snapshot()];
    assert.ok(memory(one.weights.tensors).every((buffer, i) => buffer === opened[i]));
    step(parameters);
    const moved = memory(parameters.weights.tensors);
    assert.ok(moved.every((buffer, i) => buffer !== opened[i]));
    for (const { weights } of [one, two]) assert.deepEqual(weights, tinyWeights());
    step(parameters);
    assert.ok(memory(parameters.weights.tensors).every((buffer, i) => buffer === moved[i]));
  });

  it('change in place once every snapshot of them is disposed of', () => {
    const parameters = new HostParameters(tinyWeights());
    const opened = memory(parameters.weights.tensors);
    const [one, two] = [parameters.snapshot(), parameters.snapshot()];
    one.dispose();
    two.dispose();
    step(parameters);
    assert.ok(memory(parameters.weights.tensors).every((buffer, i) => buffer === opened[i]));
    const later = parameters.snapshot();
    // Of memory that has been left already: it must not free what another holds.
    one.dispose();
    step(parameters);
    assert.ok(memory(parameters.weights.tensors).every((buffer, i) => buffer !== opened[i]));
    later.dispose();
  });

  it('feed what they hold after each change', () => {
    const parameters = new HostParameters(tinyWeights());
    const snapshot = parameters.snapshot();
    step(parameters);
    const name = 'model.norm.weight';
    assert.equal(parameters.feeds()[name]?.data, parameters.weights.tensors.get(name)?.data);
    assert.deepEqual(snapshot.feeds[name]?.data, new Float32Array(32).fill(1));
    // The first step of AdamW moves by the learning rate.
    assert.deepEqual(parameters.feeds()[name]?.data, new Float32Array(32).fill(0.9));
  });

  it('train the tensors that they are given, whatever else the model has', () => {
    const tensors = new Map([['a', { shape: [2, 1], data: Float32Array.of(1, -1) }]]);
    const parameters = new HostParameters({ config: tinyConfig, tensors });
    assert.deepEqual(parameters.shapes, [{ name: 'a', shape: [2, 1] }]);
    assert.equal(parameters.read().moments, null);
    step(parameters);
    assert.deepEqual([...(parameters.weights.tensors.get('a')?.data ?? [])], [0.9, -1.1].map(Math.fround));
    assert.deepEqual([...(parameters.read().moments?.second.keys() ?? [])], ['a']);
  });
});
