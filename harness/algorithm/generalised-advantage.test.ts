import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { generalisedAdvantage } from './ppo.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { returnsToGo } from './token-rewards.ts';

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
