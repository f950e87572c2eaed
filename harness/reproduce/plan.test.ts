import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import { fixtureRun, writeFixture } from '../report/testing/report-fixture.ts';
import type { PlannedRun } from '../run/finished-run.ts';
import type { Run } from '../run/read-run.ts';
import { findReproduction } from './find-reproductions.ts';
import { planReproduction, type ReproduceRequest } from './plan.ts';
import { type Arm, configOf, type Reproduction } from './reproduction.ts';
import { runPlanner } from './run-arm.ts';

/** A run of four steps that has ended. */
function made(arm: string, seed: number, planned: PlannedRun): Run {
  const letters = { 0: '10', 2: '10', 4: '11' };
  const info = { profile: 'smoke', steps: 4, ...planned };
  return fixtureRun({ arm, seed, heldOut: letters, dev: letters, info });
}

describe('the plan of a reproduction', () => {
  let rezero: Reproduction;
  let results = '';
  before(async () => {
    // Its questions are played once, as the outcomes of the fixtures are.
    const found = await findReproduction('rezero');
    const { evaluation, ...smoke } = found.profiles.smoke;
    assert.ok(evaluation !== undefined);
    rezero = { ...found, profiles: { ...found.profiles, smoke } };
  });
  beforeEach(async () => {
    results = await mkdtemp(join(tmpdir(), 'twinzero-plan-'));
  });
  afterEach(() => rm(results, { recursive: true }));

  const request = (more: Partial<ReproduceRequest> = {}): ReproduceRequest => ({
    profile: 'smoke',
    results,
    resume: false,
    jobs: 1,
    place: { provider: 'cpu', threads: 1 },
    ...more,
  });
  const folder = (): string => join(results, 'rezero', 'smoke');

  /** The same, made as the reproduction would make it now. */
  async function finished(arm: string, seed: number): Promise<Run> {
    return made(
      arm,
      seed,
      await runPlanner({})(configOf(rezero, { arm, seed, profile: rezero.profiles.smoke })),
    );
  }

  it('has every run seed by seed, in the order of the arms', async () => {
    const { runs } = await planReproduction(rezero, request({ seeds: [3, 1] }));
    assert.deepEqual(runs, [
      { arm: 'rezero', seed: 3, steps: 4, finished: false },
      { arm: 'three-reward', seed: 3, steps: 4, finished: false },
      { arm: 'rezero', seed: 1, steps: 4, finished: false },
      { arm: 'three-reward', seed: 1, steps: 4, finished: false },
    ]);
    const zerosearch = await planReproduction(await findReproduction('zerosearch'), request());
    assert.deepEqual(
      zerosearch.runs.map(({ arm }) => arm),
      ['real', 'simulator-s', 'no-search', 'ppo'],
    );
  });

  it('runs the primary arms alone with the further seeds of a profile', async () => {
    const profile = { ...rezero.profiles.smoke, seeds: [1, 2], primarySeeds: [3] };
    const arms = ['rezero', 'three-reward'].map((id): Arm => ({ id, label: id, change: (base) => base }));
    const primary = arms.map((arm) => (arm.id === 'three-reward' ? { ...arm, primary: true as const } : arm));
    const seeded = { ...rezero, arms: primary, profiles: { ...rezero.profiles, smoke: profile } };
    const planned = async (more: Partial<ReproduceRequest>): Promise<string[]> =>
      (await planReproduction(seeded, request(more))).runs.map(({ arm, seed }) => `${arm} ${seed}`);
    assert.deepEqual(await planned({}), [
      'rezero 1',
      'three-reward 1',
      'rezero 2',
      'three-reward 2',
      'three-reward 3',
    ]);
    assert.deepEqual(await planned({ seeds: [3] }), ['rezero 3', 'three-reward 3']);
  });

  it('knows the runs that have ended, where it resumes', async () => {
    await writeFixture(folder(), [await finished('rezero', 1)]);
    for (const resume of [true, false]) {
      const { runs } = await planReproduction(rezero, request({ resume }));
      assert.deepEqual(
        runs.map((run) => run.finished),
        [resume, false],
      );
    }
  });

  it('makes the policies that its profile starts from and that are not there, before it reads them', async () => {
    const shipped = join(packageRoot(), 'data', 'models', 'meridian-base');
    const arm = (id: string): Arm => ({
      id,
      label: id,
      change: (base) => ({ ...base, policy: { kind: 'embedded', folder: join(results, id) } }),
    });
    const make = (to: string): Promise<void> => cp(shipped, to, { recursive: true });
    const own: Reproduction = {
      ...rezero,
      arms: [arm('one'), arm('two')],
      makes: Object.fromEntries(
        ['one', 'two', 'three'].map((name) => [join(results, name), { recipe: async () => name, make }]),
      ),
    };
    const notes: string[] = [];
    const plan = await planReproduction(own, request({ arms: ['one'] }), (text) => notes.push(text));
    assert.deepEqual(
      plan.runs.map(({ arm: name }) => name),
      ['one'],
    );
    // Both of the profile, whichever arm is run; none that no arm starts from.
    assert.deepEqual(notes, [`making ${join(results, 'one')}`, `making ${join(results, 'two')}`]);
    await planReproduction(own, request(), (text) => notes.push(text));
    assert.equal(notes.length, 2);
  });

  it('refuses an arm that is not there or named twice, and touches nothing', async () => {
    for (const [arms, message] of [
      [
        ['rezero', 'four-reward'],
        'rezero has no arm "four-reward"; known: rezero, three-reward, informed-retry, twin, placebo, no-retry, corrected, full-paper',
      ],
      [['rezero', 'rezero'], 'an arm is named twice in rezero,rezero; name each once'],
    ] as const)
      await assert.rejects(planReproduction(rezero, request({ arms })), { kind: 'configuration', message });
    assert.deepEqual(readdirSync(results), []);
  });

  it('refuses to resume beside what the report would refuse in the end', async () => {
    const run = await finished('rezero', 1);
    const { config, dataHashes, modelHashes } = run.info;
    const gone = made('gone', 1, { config, dataHashes, modelHashes });
    const refused = (message: RegExp): Promise<void> =>
      assert.rejects(planReproduction(rezero, request({ resume: true })), { kind: 'data', message });
    await writeFixture(folder(), [run, gone]);
    await refused(/gone-s1 is of arm gone, which rezero has not; delete it, or leave out --resume/);
    await rm(join(folder(), 'runs', 'gone-s1'), { recursive: true });
    await writeFixture(folder(), [run, { ...run, id: 'rezero-s1-copy' }]);
    await refused(/rezero-s1-copy is of the same arm and seed as .*rezero-s1;/);
    await rm(join(folder(), 'runs', 'rezero-s1-copy'), { recursive: true });
    await mkdir(join(folder(), 'runs', 'rezero-s9'));
    await refused(/rezero-s9\/run\.json is missing; resume the run, or delete its folder/);
    await rm(join(folder(), 'runs', 'rezero-s9'), { recursive: true });
    await writeFile(join(folder(), 'sanity.json'), '[');
    await refused(/sanity\.json: broken JSON/);
    // Whoever starts anew moves all of it aside.
    assert.equal((await planReproduction(rezero, request())).runs.length, 2);
  });
});
