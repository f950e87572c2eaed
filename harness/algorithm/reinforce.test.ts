import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { reinforce } from './reinforce.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';

describe('reinforce', () => {
  it('has the raw reward as advantage, whatever the group', () => {
    const plain = reinforce({ klInReward: 0 });
    const groups = [rewardedGroup([1, 1, 0.25]), rewardedGroup([null, 0])];
    assert.deepEqual(plain.advantages(groups), [
      [1, 1, 0.25],
      [null, 0],
    ]);
    assert.deepEqual(plain.needs, []);
  });

  it('gives each token what follows it when it pays for leaving the reference', () => {
    const algorithm = reinforce({ klInReward: 0.1 });
    // Penalties 0.1 * (0.5, -1, 2) = 0.05, -0.1, 0.2; rewards -0.05, 0.1, 0.8.
    const tokens = { oldLogprobs: [-1, -2, -1], referenceLogprobs: [-1.5, -1, -3] };
    assertAdvantages(algorithm.advantages([rewardedGroup([1, null], [tokens, null])]), [
      [[0.85, 0.9, 0.8], null],
    ]);
    assert.deepEqual(algorithm.needs, ['reference']);
  });

  it('asks for the loss it was configured with', () => {
    const objective = { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 } as const;
    const settings = { reduction: 'token-mean', temperature: 1, klCoefficient: -0.001 } as const;
    assert.deepEqual(reinforce({ klInReward: 0 }).loss(objective, settings), { ...objective, ...settings });
  });
});
