import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Advantage } from './algorithm.ts';
import { grpo } from './grpo.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';

function advantages(
  rewards: readonly (number | null)[],
  scale: 'std' | 'none' = 'std',
): (Advantage | null)[] {
  return grpo({ scale }).advantages([rewardedGroup(rewards)])[0] ?? [];
}

function close(actual: readonly (Advantage | null)[], expected: readonly (number | null)[]): void {
  assertAdvantages([actual], [expected]);
}

describe('grpo advantages', () => {
  it('divides by the sample deviation plus 1e-4', () => {
    // Mean 0.25, squares 0.5625 + 3 * 0.0625 = 0.75, sd = sqrt(0.75 / 3) = 0.5.
    close(advantages([1, 0, 0, 0]), [0.75 / 0.5001, -0.25 / 0.5001, -0.25 / 0.5001, -0.25 / 0.5001]);
    // Mean 4, sd = sqrt((4 + 4) / 1): n - 1, where n would give 2.
    close(advantages([2, 6]), [-2 / (Math.sqrt(8) + 1e-4), 2 / (Math.sqrt(8) + 1e-4)]);
  });

  it('gives 0 to every episode of a group without variance', () => {
    close(advantages([4.15, 4.15, 4.15]), [0, 0, 0]);
  });

  it('leaves failed episodes out of mean and deviation and gives them none', () => {
    close(advantages([null, 2, 6]), [null, -2 / (Math.sqrt(8) + 1e-4), 2 / (Math.sqrt(8) + 1e-4)]);
  });

  it('has no advantage in a group with fewer than two rewards', () => {
    close(advantages([null, 6, null]), [null, null, null]);
    close(advantages([null, null]), [null, null]);
  });

  it('keeps the differences when asked not to scale', () => {
    close(advantages([2, 6, 4], 'none'), [-2, 2, 0]);
  });

  it('keeps groups apart', () => {
    const [first, second] = grpo({ scale: 'none' }).advantages([
      rewardedGroup([0, 2]),
      rewardedGroup([10, 20]),
    ]);
    assert.deepEqual(first, [-1, 1]);
    assert.deepEqual(second, [-5, 5]);
  });

  it('sums to 0 and does not depend on a shift of the rewards', () => {
    const rewards = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(rewards, fc.integer({ min: -8, max: 8 }), (values, shift) => {
        const plain = advantages(values);
        const sum = plain.reduce<number>((total, value) => total + Number(value ?? Number.NaN), 0);
        assert.ok(Math.abs(sum) < 1e-6);
        const shifted = advantages(values.map((value) => value + shift));
        shifted.forEach((value, i) => assert.ok(Math.abs(Number(value) - Number(plain[i])) < 1e-6));
      }),
    );
  });

  it('asks for the loss it was configured with', () => {
    const settings = { reduction: 'sequence-mean', temperature: 0.9, klCoefficient: 0.04 } as const;
    assert.deepEqual(grpo({ scale: 'std' }).loss({ kind: 'importance_sampling' }, settings), {
      kind: 'importance_sampling',
      ...settings,
    });
  });
});
