import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { grpo } from './grpo.ts';
import { rloo } from './rloo.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';

describe('rloo', () => {
  it('takes the mean of the others from each reward', () => {
    // 1 - 0; 0 - (1 + 0) / 2. Next group: 2 - 7, 4 - 6, 10 - 3: with itself in the mean it would be -10/3, -4/3, 14/3.
    assertAdvantages(rloo().advantages([rewardedGroup([1, 0, 0]), rewardedGroup([2, 4, 10])]), [
      [1, -0.5, -0.5],
      [-5, -2, 7],
    ]);
  });

  it('leaves failed episodes out of the baseline', () => {
    assertAdvantages(rloo().advantages([rewardedGroup([null, 2, 6])]), [[null, -4, 4]]);
    assert.deepEqual(rloo().advantages([rewardedGroup([null, 2, null])]), [[null, null, null]]);
  });

  it('is n / (n - 1) times the distance from the group mean', () => {
    const rewards = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(rewards, (values) => {
        const group = rewardedGroup(values);
        const [centred = []] = grpo({ scale: 'none' }).advantages([group]);
        const factor = values.length / (values.length - 1);
        assertAdvantages(rloo().advantages([group]), [centred.map((value) => Number(value) * factor)]);
      }),
    );
  });
});
