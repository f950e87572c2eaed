import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { algorithmOf, algorithmSpec, type AlgorithmSpec } from './algorithms.ts';
import { assertAdvantages } from './testing/assert-advantages.ts';
import { rewardedGroup } from './testing/rewarded-group.ts';

const parsed = (spec: unknown): AlgorithmSpec => algorithmSpec.parse(spec);

describe('algorithmOf', () => {
  it('makes each algorithm under its own name', () => {
    const names = ['grpo', 'reinforce', 'rloo', 'dr-grpo', 'reinforce++', 'ppo'];
    assert.deepEqual(
      names.map((name) => algorithmOf(parsed({ name })).id),
      names,
    );
  });

  it('scales grpo as asked, by the deviation by default', () => {
    const group = rewardedGroup([2, 6]);
    const sd = Math.sqrt(8) + 1e-4;
    assertAdvantages(algorithmOf(parsed({ name: 'grpo' })).advantages([group]), [[-2 / sd, 2 / sd]]);
    assertAdvantages(algorithmOf({ name: 'grpo', scale: 'none' }).advantages([group]), [[-2, 2]]);
    assertAdvantages(algorithmOf({ name: 'dr-grpo' }).advantages([group]), [[-2, 2]]);
    assertAdvantages(algorithmOf({ name: 'rloo' }).advantages([group]), [[-4, 4]]);
  });

  it('discounts nothing by default', () => {
    const tokens = { oldLogprobs: [-1, -1], referenceLogprobs: [-2, -1], values: [0, 0.5] };
    const group = rewardedGroup([4, null], [tokens, null]);
    const returnsOf = (spec: AlgorithmSpec): (readonly number[] | null)[][] =>
      algorithmOf(spec).returns?.([group]) ?? [];
    assertAdvantages(returnsOf({ name: 'ppo' }), [[[4, 4], null]]);
    assertAdvantages(returnsOf({ name: 'ppo', klInReward: 0.5, gamma: 0.5, lambda: 0 }), [
      [[-0.25, 4], null],
    ]);
  });

  it('asks for the reference where a token pays for leaving it', () => {
    assert.deepEqual(algorithmOf({ name: 'reinforce' }).needs, []);
    assert.deepEqual(algorithmOf({ name: 'reinforce', klInReward: 0.001 }).needs, ['reference']);
  });
});

describe('algorithmSpec', () => {
  it('refuses a setting that the algorithm would ignore, and an unknown name', () => {
    for (const spec of [
      { name: 'grpo', klInReward: 0.001 },
      { name: 'reinforce', gamma: 1 },
      { name: 'reinforce++', lambda: 0.95 },
      { name: 'rloo', scale: 'std' },
      { name: 'unknown' },
    ])
      assert.equal(algorithmSpec.safeParse(spec).success, false, JSON.stringify(spec));
  });
});
