import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';
import { returnsToGo, tokenRewards, whiten } from './token-rewards.ts';

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

describe('returnsToGo', () => {
  it('sums from each token to the last and leaves its input alone', () => {
    const rewards = [1, 2, 3];
    assert.deepEqual(returnsToGo(rewards), [6, 5, 3]);
    assert.deepEqual(rewards, [1, 2, 3]);
    assert.deepEqual(returnsToGo([]), []);
  });
});

describe('whiten', () => {
  it('uses mean and sample variance over the tokens of all groups', () => {
    // 1, 1, 5 and 5: mean 3, squares 16, variance 16 / 3 (n would give 4).
    const one = 2 / Math.sqrt(16 / 3 + 1e-8);
    assertAdvantages(
      whiten([
        [[1, 1], null],
        [[5], [5]],
      ]),
      [
        [[-one, -one], null],
        [[one], [one]],
      ],
    );
  });

  it('adds its epsilon to the variance, not to the deviation', () => {
    // 0 and 2e-4: variance 2e-8, so 1e-4 / sqrt(3e-8); added to the deviation it would be 1e-4 / (1.414e-4 + 1e-8).
    const one = 1e-4 / Math.sqrt(3e-8);
    assertAdvantages(whiten([[[0], [2e-4]]]), [[[-one], [one]]]);
  });

  it('counts tokens, not episodes', () => {
    // 0 three times and 4 once: mean 1, variance (3 + 9) / 3 = 4; over episodes the mean would be 2.
    const scale = Math.sqrt(4 + 1e-8);
    assertAdvantages(whiten([[[0, 0, 0], [4]]]), [[[-1 / scale, -1 / scale, -1 / scale], [3 / scale]]]);
  });

  it('gives 0 where nothing differs, and nothing where there is nothing', () => {
    assertAdvantages(whiten([[[7, 7], [7]]]), [[[0, 0], [0]]]);
    assertAdvantages(whiten([[[7]]]), [[[0]]]);
    assert.deepEqual(whiten([[null, []], []]), [[null, []], []]);
  });
});
