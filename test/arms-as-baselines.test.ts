import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import meridian from '../baselines/benches/meridian.ts';
import rezero from '../baselines/rezero.ts';
import rezeroBaseline from '../baselines/rezero-baseline.ts';
import zerosearch from '../baselines/zerosearch.ts';
import r1NoSearch from '../baselines/r1-no-search.ts';
import type { Baseline } from '../harness/baseline/baseline.ts';
import { askedConfig } from '../harness/baseline/testing/asked-config.ts';
import { configOf, type Reproduction } from '../harness/reproduce/reproduction.ts';
import { paidWeights } from '../harness/reward/rewards.ts';
import type { RunConfig } from '../harness/run/run-config.ts';
import rezeroReproduction from '../reproductions/rezero/reproduction.ts';
import zerosearchReproduction from '../reproductions/zerosearch/reproduction.ts';

/** What a bench decides for every row alike, and what is measured and not paid. */
type OfBench = 'rewards' | 'search' | 'limits' | 'evaluateEvery' | 'checkpointEvery' | 'evaluation';

interface Trained {
  readonly paid: Record<string, number>;
  readonly met: unknown;
  readonly rest: Omit<RunConfig, OfBench | 'trainingSearch'>;
}

/** What of a configuration makes the method. */
function methodOf(config: RunConfig): Trained {
  const {
    rewards,
    search,
    trainingSearch = search,
    limits: _,
    evaluateEvery: __,
    checkpointEvery: ___,
    evaluation: ____,
    ...rest
  } = config;
  return { paid: paidWeights(rewards), met: trainingSearch, rest };
}

describe('a baseline that is an arm of a reproduction', () => {
  const pairs: readonly (readonly [Baseline, Reproduction, string])[] = [
    [rezero, rezeroReproduction, 'rezero'],
    [rezeroBaseline, rezeroReproduction, 'three-reward'],
  ];
  for (const [baseline, reproduction, arm] of pairs)
    it(`trains as that does: ${baseline.id}`, async () => {
      const profile = { ...reproduction.profiles.default, steps: meridian.config.steps };
      const expected = methodOf(configOf(reproduction, { arm, seed: 1, profile }));
      assert.deepEqual(methodOf(await askedConfig(baseline, meridian.config)), expected);
    });

  // Half of the study's steps: of its real searches 65.5 % find nothing over their last third, of the study's 62.2 %.
  it('trains as that does, but for the end of the noise, which is that of its own length: zerosearch', async () => {
    const profile = { ...zerosearchReproduction.profiles.default, steps: meridian.config.steps };
    const arm = configOf(zerosearchReproduction, { arm: 'simulator-l', seed: 1, profile });
    assert.ok(
      arm.trainingSearch?.kind === 'curriculum' && arm.trainingSearch.curriculum.kind === 'exponential',
    );
    const curriculum = { ...arm.trainingSearch.curriculum, end: 0.7 };
    const expected = methodOf({ ...arm, trainingSearch: { ...arm.trainingSearch, curriculum } });
    assert.deepEqual(methodOf(await askedConfig(zerosearch, meridian.config)), expected);
  });

  it('trains as that does, but for noise in a search it never reaches: r1-no-search', async () => {
    const profile = { ...zerosearchReproduction.profiles.default, steps: meridian.config.steps };
    const { met: _, ...expected } = methodOf(
      configOf(zerosearchReproduction, { arm: 'no-search', seed: 1, profile }),
    );
    const { met: __, ...asked } = methodOf(await askedConfig(r1NoSearch, meridian.config));
    assert.deepEqual(asked, expected);
  });
});
