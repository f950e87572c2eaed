import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { whiten } from './token-rewards.ts';

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
