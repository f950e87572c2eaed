import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';
import { tokenRewards } from './token-rewards.ts';

const scored = { oldLogprobs: [-1, -2, -0.5], referenceLogprobs: [-1.5, -1, -0.5] };
const internal = (error: unknown): boolean => error instanceof TwinZeroError && error.kind === 'internal';

describe('tokenRewards', () => {
  it('takes the log-ratio from every token and gives the reward to the last', () => {
    // old - reference: 0.5, -1, 0.
    const group = rewardedGroup([1, null], [scored, null]);
    assertAdvantages([tokenRewards(group, 0.1)], [[[-0.05, 0.1, 1], null]]);
  });

  it('adds the penalty of the last token to the reward', () => {
    const group = rewardedGroup([2, 0], [{ oldLogprobs: [-1], referenceLogprobs: [-3] }, scored]);
    assertAdvantages([tokenRewards(group, 0.5)], [[[1], [-0.25, 0.5, 0]]]);
  });

  it('reads no reference when it costs nothing', () => {
    const group = rewardedGroup([1, 3], [{ oldLogprobs: [-1, -2] }, { oldLogprobs: [] }]);
    assertAdvantages([tokenRewards(group, 0)], [[[0, 1], []]]);
  });

  it('names the episode whose tokens or reference are missing', () => {
    assert.throws(() => tokenRewards(rewardedGroup([1, 2]), 0), internal);
    assert.throws(
      () => tokenRewards(rewardedGroup([1, 2], [scored, null]), 0),
      /episode 1\/q1\/1 has a reward/,
    );
    const bare = rewardedGroup([1, null], [{ oldLogprobs: [-1, -2] }, null]);
    assert.throws(() => tokenRewards(bare, 0.1), /2 trained tokens but no reference/);
    const short = rewardedGroup([1, null], [{ oldLogprobs: [-1, -2], referenceLogprobs: [-1] }, null]);
    assert.throws(() => tokenRewards(short, 0.1), /2 trained tokens but 1 reference/);
  });
});
