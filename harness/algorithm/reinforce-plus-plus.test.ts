import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { reinforcePlusPlus } from './reinforce-plus-plus.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';

describe('reinforcePlusPlus', () => {
  it('normalises returns with the penalty in them over all tokens of the step', () => {
    // First episode: rewards -0.5 * (1, -2) plus 3 at the end = -0.5, 4; returns 3.5, 4.
    // Second: -0.5 * 1 + 0 = -0.5. Third, of another group: -0.5 * 0 + 1 = 1. Failed ones count nowhere.
    // Mean of 3.5, 4, -0.5, 1 is 2; squares 2.25 + 4 + 6.25 + 1 = 13.5; variance 13.5 / 3 = 4.5.
    const groups = [
      rewardedGroup(
        [3, 0],
        [
          { oldLogprobs: [-1, -3], referenceLogprobs: [-2, -1] },
          { oldLogprobs: [-1], referenceLogprobs: [-2] },
        ],
      ),
      rewardedGroup([null, 1], [null, { oldLogprobs: [-1], referenceLogprobs: [-1] }]),
    ];
    const scale = Math.sqrt(4.5 + 1e-8);
    assertAdvantages(reinforcePlusPlus({ klInReward: 0.5 }).advantages(groups), [
      [[1.5 / scale, 2 / scale], [-2.5 / scale]],
      [null, [-1 / scale]],
    ]);
  });

  it('keeps the means of groups: an easy question is an advantage', () => {
    const token = { oldLogprobs: [-1], referenceLogprobs: [-5] };
    const groups = [rewardedGroup([1, 1], [token, token]), rewardedGroup([0, 0], [token, token])];
    // Mean 0.5, variance 4 * 0.25 / 3.
    const one = 0.5 / Math.sqrt(1 / 3 + 1e-8);
    const algorithm = reinforcePlusPlus({ klInReward: 0 });
    assertAdvantages(algorithm.advantages(groups), [
      [[one], [one]],
      [[-one], [-one]],
    ]);
    assert.deepEqual(algorithm.needs, ['reference']);
  });
});
