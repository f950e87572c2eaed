import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { armsOf, configOf } from '../../harness/reproduce/reproduction.ts';
import { paidWeights } from '../../harness/reward/rewards.ts';
import type { RunConfig } from '../../harness/run/run-config.ts';
import rezero from './reproduction.ts';

const configFor = (arm: string): RunConfig =>
  configOf(rezero, { arm, seed: 3, profile: rezero.profiles.full });

describe("ReZero's arms", () => {
  it('with published rewards pay what their names say, differ in rewards alone, and are not of the smoke profile', () => {
    const five = { correctness: 4, format: 2, em_chunk: 1, search_strategy: 1, search_diversity: 1 };
    const further = {
      'no-retry': five,
      corrected: { ...five, retry: 1 },
      'full-paper': { ...five, retry: 1 },
    };
    for (const [arm, weights] of Object.entries(further)) {
      const { rewards, ...rest } = configFor(arm);
      const { rewards: _, ...others } = configFor('rezero');
      assert.deepEqual([paidWeights(rewards), rest], [weights, others], arm);
      assert.ok(armsOf(rezero, 'smoke').every(({ id }) => id !== arm));
    }
    const kinds = Object.keys(further).map(
      (arm) => configFor(arm).rewards.find(({ name }) => name === 'retry')?.reward,
    );
    assert.deepEqual(kinds, ['retry', 'corrected-retry', 'retry']);
  });
});
