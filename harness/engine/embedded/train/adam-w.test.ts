import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { NamedTensors } from '../folder/named-tensors.ts';
import { flatValues } from '../testing/flat-values.ts';
import { adamW, type AdamState } from './adam-w.ts';

const settings = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };
/** One number a tensor, so that every test goes over several. */
const tensors = (values: readonly number[]): NamedTensors =>
  new Map(values.map((value, i) => [`${i}`, { shape: [1], data: Float32Array.of(value) }]));
const state = (weights: number[], gradient: number[]): AdamState => ({
  weights: tensors(weights),
  gradient: tensors(gradient),
  first: tensors(weights.map(() => 0)),
  second: tensors(weights.map(() => 0)),
});
const number = (of: NamedTensors, i: number): number => of.get(`${i}`)?.data[0] ?? NaN;
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} against ${expected}`);

describe('AdamW', () => {
  it('moves by the learning rate in the gradient sign at the first step, after decaying', () => {
    const s = state([1, -2], [0.5, -4]);
    adamW(s, settings, 1);
    near(number(s.weights, 0), 1 * 0.99 - 0.1);
    near(number(s.weights, 1), -2 * 0.99 + 0.1);
  });

  it('is bias-corrected at the second step', () => {
    const s = state([0], [1]);
    adamW(s, { ...settings, weightDecay: 0 }, 1);
    adamW({ ...s, gradient: tensors([3]) }, { ...settings, weightDecay: 0 }, 2);
    const m = (0.9 * 0.1 * 1 + 0.1 * 3) / (1 - 0.9 ** 2);
    const v = (0.99 * 0.01 * 1 + 0.01 * 9) / (1 - 0.99 ** 2);
    near(number(s.weights, 0), -0.1 - (0.1 * m) / Math.sqrt(v));
  });

  it('reports the norm before clipping and clips by it', () => {
    const s = state([0, 0], [3, 4]);
    assert.equal(adamW(s, { ...settings, maxGradNorm: 1 }, 1), 5);
    near(number(s.first, 0), 0.1 * 0.6);
    near(number(s.first, 1), 0.1 * 0.8);
  });

  for (const bad of [NaN, Infinity])
    it(`leaves all as it was at a gradient of ${bad}`, () => {
      const s = state([1, 2], [0.5, bad]);
      assert.throws(() => adamW(s, settings, 1), {
        kind: 'engine',
        message: `training diverged: the gradient norm is ${bad}; lower the learning rate or clip the gradient, and start anew`,
      });
      assert.deepEqual(
        [s.weights, s.first, s.second].flatMap((of) => [...flatValues(of)]),
        [1, 2, 0, 0, 0, 0],
      );
    });

  const refused: readonly (readonly [change: Partial<typeof settings>, message: string])[] = [
    [{ learningRate: NaN }, 'learningRate is NaN; give a finite number from 0'],
    [{ learningRate: -1 }, 'learningRate is -1; give a finite number from 0'],
    [{ beta1: 1 }, 'beta1 is 1; give a finite number from 0 and below 1'],
    [{ beta2: -0.1 }, 'beta2 is -0.1; give a finite number from 0 and below 1'],
    [{ epsilon: 0 }, 'epsilon is 0; give a finite number above 0'],
    [{ weightDecay: Infinity }, 'weightDecay is Infinity; give a finite number from 0'],
  ];
  for (const [change, message] of refused)
    it(`refuses: ${message}`, () => {
      const s = state([1], [1]);
      assert.throws(() => adamW(s, { ...settings, ...change }, 1), { kind: 'configuration', message });
      assert.deepEqual([...flatValues(s.weights)], [1]);
    });

  it('leaves small gradients unclipped', () => {
    const s = state([0], [0.25]);
    adamW(s, { ...settings, maxGradNorm: 1 }, 1);
    near(number(s.first, 0), 0.025);
  });
});
