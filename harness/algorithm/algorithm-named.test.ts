import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type AlgorithmChoice, algorithmNamed } from './algorithms.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';

const names = ['grpo', 'reinforce', 'rloo', 'dr-grpo', 'reinforce++', 'ppo'] as const;

function refused(choice: AlgorithmChoice, setting: RegExp): void {
  assert.throws(
    () => algorithmNamed(choice, 'std'),
    (error) =>
      error instanceof TwinZeroError && error.kind === 'configuration' && setting.test(error.message),
  );
}

describe('algorithmNamed', () => {
  it('makes each algorithm under its own name', () => {
    assert.deepEqual(
      names.map((name) => algorithmNamed({ name }, 'std').id),
      names,
    );
  });

  it('scales grpo as asked and no other', () => {
    const group = rewardedGroup([2, 6]);
    const sd = Math.sqrt(8) + 1e-4;
    assertAdvantages(algorithmNamed({ name: 'grpo' }, 'std').advantages([group]), [[-2 / sd, 2 / sd]]);
    assertAdvantages(algorithmNamed({ name: 'grpo' }, 'none').advantages([group]), [[-2, 2]]);
    assertAdvantages(algorithmNamed({ name: 'dr-grpo' }, 'std').advantages([group]), [[-2, 2]]);
    assertAdvantages(algorithmNamed({ name: 'rloo' }, 'std').advantages([group]), [[-4, 4]]);
  });

  it('discounts nothing unless told', () => {
    const tokens = { oldLogprobs: [-1, -1], referenceLogprobs: [-2, -1], values: [0, 0.5] };
    const group = rewardedGroup([4, null], [tokens, null]);
    const returnsOf = (choice: AlgorithmChoice): (readonly number[] | null)[][] =>
      algorithmNamed(choice, 'std').returns?.([group]) ?? [];
    assertAdvantages(returnsOf({ name: 'ppo' }), [[[4, 4], null]]);
    assertAdvantages(returnsOf({ name: 'ppo', klInReward: 0.5, gamma: 0.5, lambda: 0 }), [
      [[-0.25, 4], null],
    ]);
  });

  it('refuses a setting the algorithm would ignore', () => {
    refused({ name: 'grpo', klInReward: 0.001 }, /"grpo" has no klInReward/);
    refused({ name: 'reinforce', gamma: 1 }, /"reinforce" has no gamma/);
    refused({ name: 'reinforce++', lambda: 0.95 }, /has no lambda/);
    assert.deepEqual(algorithmNamed({ name: 'reinforce', klInReward: 0.001 }, 'std').needs, ['reference']);
  });
});
