import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { drGrpo } from './dr-grpo.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';

describe('drGrpo', () => {
  it('centres without scaling', () => {
    assertAdvantages(drGrpo().advantages([rewardedGroup([1, 0, 0, 0]), rewardedGroup([null, 2, 6])]), [
      [0.75, -0.25, -0.25, -0.25],
      [null, -2, 2],
    ]);
  });

  it('lets no episode be divided by its own length', () => {
    const objective = { kind: 'importance_sampling' } as const;
    const rest = { temperature: 1, klCoefficient: 0.001 };
    const reductionOf = (reduction: 'token-sum' | 'token-mean' | 'sequence-mean'): string =>
      drGrpo().loss(objective, { ...rest, reduction }).reduction;
    assert.equal(reductionOf('sequence-mean'), 'token-mean');
    assert.equal(reductionOf('token-mean'), 'token-mean');
    assert.equal(reductionOf('token-sum'), 'token-sum');
    assert.deepEqual(drGrpo().loss(objective, { ...rest, reduction: 'token-sum' }), {
      ...objective,
      ...rest,
      reduction: 'token-sum',
    });
  });
});
