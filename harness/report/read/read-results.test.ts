import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { fixtureRun, writeFixture } from '../testing/report-fixture.ts';
import { readResults } from './results.ts';

const arms = [
  { id: 'rezero', label: 'ReZero' },
  { id: 'three-reward', label: 'Three' },
];
const run = fixtureRun({ arm: 'rezero', seed: 1, heldOut: { 0: '10x', 20: '11m' }, dev: { 20: '10' } });

describe('reading a result folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-results-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Expects one sentence of kind `data` that matches. */
  async function refuses(pattern: RegExp): Promise<void> {
    await assert.rejects(readResults(folder, arms), (error: unknown) => {
      assert.ok(error instanceof TwinZeroError);
      assert.equal(error.kind, 'data');
      assert.match(error.message, pattern);
      assert.ok(!error.message.includes('\n'));
      return true;
    });
  }

  it('gives back what was written, runs by arm and seed', async () => {
    const second = fixtureRun({ arm: 'rezero', seed: 10 });
    const other = fixtureRun({ arm: 'three-reward', seed: 2 });
    await writeFixture(folder, [other, second, run]);
    const { runs, sanity } = await readResults(folder, arms);
    assert.deepEqual(
      runs.map(({ id }) => id),
      ['rezero-s1', 'rezero-s10', 'three-reward-s2'],
    );
    assert.deepEqual(runs[0]?.evaluations, run.evaluations);
    assert.deepEqual(runs[0]?.metrics, run.metrics);
    assert.deepEqual(sanity, []);
  });

  it('reads what simulators were measured at and what a run used, where they are recorded', async () => {
    const part = { searches: { bm25: 12 }, simulatorTokens: 0, costUsd: 0 };
    const usage = { training: { ...part, searches: { sim: 30 }, simulatorTokens: 900 }, evaluation: part };
    await writeFixture(folder, [run, fixtureRun({ arm: 'rezero', seed: 2, info: { usage } })]);
    const before = await readResults(folder, arms);
    assert.deepEqual(
      before.runs.map(({ info }) => info.usage),
      [undefined, usage],
    );
    assert.equal(before.simulatorQuality, undefined);
    const simulator = {
      id: 'simulator-s',
      label: 'S',
      parameters: 200_000,
      usefulWithGold: { count: 9, n: 10 },
      noisyWithGold: { count: 1, n: 10 },
      valid: { count: 19, n: 20 },
      distinct: { count: 20, n: 20 },
      similarity: { mean: 0.5, low: 0.25, high: 0.75, n: 20 },
    };
    const path = join(folder, 'simulator-quality.json');
    await writeFile(path, JSON.stringify({ schema: 1, simulators: [simulator] }));
    assert.deepEqual((await readResults(folder, arms)).simulatorQuality, [simulator]);
    const broken = { ...simulator, valid: { count: 21, n: 20 } };
    await writeFile(path, JSON.stringify({ schema: 1, simulators: [broken] }));
    await refuses(/simulator-quality\.json: bad "simulators\.0\.valid": .*reproduce it again/);
  });

  it('names file, line and remedy for a torn last line of evaluations', async () => {
    await writeFixture(folder, [run]);
    await appendFile(join(folder, 'runs/rezero-s1/evaluations.jsonl'), '{"step":30,"split":"held-o');
    await refuses(/evaluations\.jsonl:4: broken JSON .*resume the run/);
  });

  it('refuses a line of another shape by its field', async () => {
    await writeFixture(folder, [run]);
    await appendFile(
      join(folder, 'runs/rezero-s1/evaluations.jsonl'),
      '{"step":30,"split":"test","outcomes":[]}\n',
    );
    await refuses(/evaluations\.jsonl:4: bad "split": /);
  });

  it('refuses a step evaluated twice', async () => {
    await writeFixture(folder, [{ ...run, evaluations: [...run.evaluations, ...run.evaluations] }]);
    await refuses(/evaluations\.jsonl:4 repeats dev at step 20/);
  });

  it('refuses a torn metrics row and a cell that is no number', async () => {
    await writeFixture(folder, [run]);
    await writeFile(join(folder, 'runs/rezero-s1/metrics.csv'), 'step,reward_mean\n1,0.5\n2\n');
    await refuses(/metrics\.csv has a torn row/);
    await writeFile(join(folder, 'runs/rezero-s1/metrics.csv'), 'step,reward_mean\n1,nul\n');
    await refuses(/metrics\.csv:2 reward_mean: "nul" is not a number/);
  });

  it('reads an empty metrics cell as no value', async () => {
    await writeFixture(folder, [run]);
    await writeFile(join(folder, 'runs/rezero-s1/metrics.csv'), 'step,recovery\n1,\n');
    const { runs } = await readResults(folder, arms);
    assert.deepEqual(runs[0]?.metrics, [{ step: 1, recovery: null }]);
  });

  it('refuses a run without run.json, and an ended run without evaluations', async () => {
    await writeFixture(folder, [run]);
    await rm(join(folder, 'runs/rezero-s1/evaluations.jsonl'));
    await refuses(/evaluations\.jsonl is missing though its run has ended/);
    await rm(join(folder, 'runs/rezero-s1/run.json'));
    await refuses(/run\.json is missing/);
  });

  it('reads a run that stopped before its first evaluation', async () => {
    await writeFixture(folder, [fixtureRun({ arm: 'rezero', seed: 1, info: { status: 'incomplete' } })]);
    await rm(join(folder, 'runs/rezero-s1/evaluations.jsonl'));
    const { runs } = await readResults(folder, arms);
    assert.deepEqual(runs[0]?.evaluations, []);
  });

  it('refuses an unknown arm, a seed run twice and a folder without runs', async () => {
    await refuses(/has no runs/);
    await writeFixture(folder, [run, { ...run, id: 'rezero-s1-again' }]);
    await refuses(/two runs of arm rezero, seed 1/);
    await writeFixture(folder, [fixtureRun({ arm: 'other', seed: 3 })]);
    await refuses(/is of arm other, not one of rezero, three-reward/);
  });
});
