import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { generalisedAdvantage, ppo } from './ppo.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';
import { returnsToGo } from './token-rewards.ts';

const groups = [
  rewardedGroup(
    [3, 0],
    [
      { oldLogprobs: [-1, -3], referenceLogprobs: [-2, -1], values: [0.5, 2] },
      { oldLogprobs: [-1], referenceLogprobs: [-2], values: [0.5] },
    ],
  ),
  rewardedGroup([null, 1], [null, { oldLogprobs: [-1], referenceLogprobs: [-1], values: [-1] }]),
];

describe('ppo', () => {
  it('gives the critic the returns and the policy whitened advantages', () => {
    // Token rewards as for REINFORCE++: (-0.5, 4), (-0.5), (1). Returns 3.5, 4 | -0.5 | 1.
    // Less the values: 3, 2 | -1 | 2. Mean 1.5, squares 2.25 + 0.25 + 6.25 + 0.25 = 9, variance 3.
    const algorithm = ppo({ klInReward: 0.5, gamma: 1, lambda: 1 });
    const scale = Math.sqrt(3 + 1e-8);
    assertAdvantages(algorithm.advantages(groups), [
      [[1.5 / scale, 0.5 / scale], [-2.5 / scale]],
      [null, [0.5 / scale]],
    ]);
    assertAdvantages(algorithm.returns?.(groups) ?? [], [
      [[3.5, 4], [-0.5]],
      [null, [1]],
    ]);
    assert.deepEqual(algorithm.needs, ['reference', 'values']);
  });

  it('mixes returns and values by gamma and lambda', () => {
    // First episode, without KL: deltas 0 + 0.5 * 2 - 0.5 = 0.5 and 3 - 2 = 1; advantages 0.5 + 0.25 * 1 = 0.75 and 1.
    const algorithm = ppo({ klInReward: 0, gamma: 0.5, lambda: 0.5 });
    assertAdvantages(algorithm.returns?.(groups) ?? [], [
      [[1.25, 3], [0]],
      [null, [1]],
    ]);
    // Advantages 0.75, 1 | -0.5 | 2: mean 0.8125, squares 0.00390625 + 0.03515625 + 1.72265625 + 1.41015625 = 3.171875.
    const scale = Math.sqrt(3.171875 / 3 + 1e-8);
    assertAdvantages(algorithm.advantages(groups), [
      [[-0.0625 / scale, 0.1875 / scale], [-1.3125 / scale]],
      [null, [1.1875 / scale]],
    ]);
    assert.deepEqual(algorithm.needs, ['values']);
  });

  it('refuses tokens without values', () => {
    const bare = [rewardedGroup([1, null], [{ oldLogprobs: [-1] }, null])];
    assert.throws(
      () => ppo({ klInReward: 0, gamma: 1, lambda: 1 }).advantages(bare),
      /1 trained tokens but 0 values/,
    );
  });
});

describe('generalisedAdvantage', () => {
  it('discounts by gamma and decays by gamma lambda', () => {
    // delta: 1 + 0.25 - 0.5 = 0.75, 0 + 1 - 0.5 = 0.5, 3 - 2 = 1; decay 0.5 * 0.5 = 0.25.
    // A: 1; 0.5 + 0.25 * 1 = 0.75; 0.75 + 0.25 * 0.75 = 0.9375.
    const advantages = generalisedAdvantage([1, 0, 3], [0.5, 0.5, 2], { gamma: 0.5, lambda: 0.5 });
    assert.deepEqual(advantages, [0.9375, 0.75, 1]);
  });

  it('with lambda 0 is the one-step error alone', () => {
    assert.deepEqual(generalisedAdvantage([1, 0, 3], [0.5, 0.5, 2], { gamma: 1, lambda: 0 }), [1, 1.5, 1]);
  });

  it('with gamma and lambda 1 is the return less the value', () => {
    const numbers = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })));
    fc.assert(
      fc.property(numbers, (pairs) => {
        const rewards = pairs.map(([reward]) => reward);
        const values = pairs.map(([, value]) => value);
        const expected = returnsToGo(rewards).map((sum, t) => sum - (values[t] ?? Number.NaN));
        assertAdvantages([[generalisedAdvantage(rewards, values, { gamma: 1, lambda: 1 })]], [[expected]]);
      }),
    );
  });

  it('refuses values that do not match the tokens', () => {
    const discounts = { gamma: 1, lambda: 1 };
    assert.throws(() => generalisedAdvantage([1, 2], [0], discounts), /2 trained tokens but 1 values/);
  });
});
