import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Run } from '../../run/read-run.ts';
import type { RunRecord } from '../../run/run-record.ts';
import { fixtureConfig, fixtureRun, outcomesOf, writeFixture } from '../testing/report-fixture.ts';
import { readBeside, readResults } from './results.ts';

const arms = [
  { id: 'rezero', label: 'ReZero' },
  { id: 'three-reward', label: 'Three' },
];
const wholeRun = (arm: string, seed: number, info: Partial<RunRecord> = {}): Run =>
  fixtureRun({
    arm,
    seed,
    heldOut: { 0: '10x', 10: '11r', 20: '11m' },
    dev: { 0: '00', 10: '01', 20: '10' },
    info: { chosenStep: 10, ...info },
  });
const run = wholeRun('rezero', 1);
const ceiling = { id: 'ceiling', label: 'Ceiling', split: 'held-out', outcomes: outcomesOf('1') } as const;
const open: Run = { ...run, info: { ...run.info, status: 'incomplete' } };

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
    const second = wholeRun('rezero', 10);
    const other = wholeRun('three-reward', 2);
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
    await writeFixture(folder, [run, wholeRun('rezero', 2, { usage })]);
    const before = await readResults(folder, arms);
    assert.deepEqual(
      before.runs.map(({ info }) => info.usage),
      [null, usage],
    );
    assert.equal(before.simulatorQuality, undefined);
    const simulator = {
      id: 'simulator-s',
      label: 'S',
      parameters: 200_000,
      usefulWithGold: { count: 9, n: 10 },
      goodWithGold: { count: 5, n: 5 },
      strayWithGold: { count: 6, n: 10 },
      noisyWithGold: { count: 1, n: 10 },
      valid: { count: 19, n: 20 },
      distinct: { count: 20, n: 20 },
      similarity: { mean: 0.5, low: 0.25, high: 0.75, n: 20 },
    };
    const path = join(folder, 'simulator-quality.json');
    await writeFile(path, JSON.stringify({ schema: 2, simulators: [simulator] }));
    assert.deepEqual((await readResults(folder, arms)).simulatorQuality, [simulator]);
    const broken = { ...simulator, valid: { count: 21, n: 20 } };
    await writeFile(path, JSON.stringify({ schema: 2, simulators: [broken] }));
    await refuses(
      /simulator-quality\.json: bad "simulators\.0\.valid": .*; restore it from a copy, or delete it and sanity\.json beside it and reproduce with --resume, which makes both again$/,
    );
  });

  it('reads what policies were assayed at', async () => {
    await writeFixture(folder, [run]);
    const [share, cases] = [{ estimate: 0.03, low: 0.02, high: 0.05 }, 640];
    const rows = [
      { id: 'again-after-miss', share, cases, questions: 80 },
      { id: 'reading', share: null, cases: 0, questions: 0 },
    ];
    const file = { schema: 1, samples: 16, policies: [{ id: 'mine', rows }] };
    const path = join(folder, 'policy-assays.json');
    await writeFile(path, JSON.stringify(file));
    assert.deepEqual((await readResults(folder, arms)).policies, file.policies);
    const broken = [{ ...rows[0], share: { ...share, estimate: 3 } }];
    await writeFile(path, JSON.stringify({ ...file, policies: [{ id: 'mine', rows: broken }] }));
    await refuses(/policy-assays\.json: bad "policies\.0\.rows\.0\.share\.estimate": .*makes both again$/);
  });

  it('reads of another result at this profile the ended runs of the arms that are asked for', async () => {
    const place = (id: string): string => join(folder, id, 'default');
    const asked = [{ id: 'other', arms: ['three-reward', 'rezero'] }];
    assert.deepEqual(await readBeside(place('own'), asked), {});
    await writeFixture(place('other'), [wholeRun('rezero', 2), wholeRun('three-reward', 1), open], []);
    await writeFixture(place('other'), [wholeRun('twin', 1)]);
    await mkdir(join(place('other'), 'runs', 'rezero-s9'));
    const { other, ...none } = await readBeside(place('own'), [...asked, { id: 'absent', arms: ['rezero'] }]);
    assert.deepEqual(
      [other?.runs.map(({ id }) => id), other?.sanity, none],
      [['three-reward-s1', 'rezero-s2'], [], {}],
    );
    assert.deepEqual(await readBeside(join(folder, 'own', 'full'), asked), {});
  });

  it('names file, line and remedy for a torn last line of evaluations', async () => {
    const torn = '{"step":30,"split":"held-o';
    await writeFixture(folder, [open]);
    await appendFile(join(folder, 'runs/rezero-s1/evaluations.jsonl'), torn);
    await refuses(/evaluations\.jsonl:7: broken JSON .*; resume the run$/);
    // A run that has ended has nothing to resume.
    await writeFixture(folder, [run]);
    await appendFile(join(folder, 'runs/rezero-s1/evaluations.jsonl'), torn);
    await refuses(
      /evaluations\.jsonl:7: broken JSON .*; restore the file from a copy, or delete .*rezero-s1 and/,
    );
  });

  it('refuses a line of another shape by its field', async () => {
    await writeFixture(folder, [run]);
    await appendFile(
      join(folder, 'runs/rezero-s1/evaluations.jsonl'),
      '{"step":30,"split":"test","outcomes":[]}\n',
    );
    await refuses(/evaluations\.jsonl:7: bad "split": /);
  });

  it('refuses a step evaluated twice', async () => {
    await writeFixture(folder, [{ ...run, evaluations: [...run.evaluations, ...run.evaluations] }]);
    await refuses(/evaluations\.jsonl:7 repeats dev at step 0/);
  });

  it('refuses a torn metrics row and a cell that is no number', async () => {
    await writeFixture(folder, [run]);
    await writeFile(join(folder, 'runs/rezero-s1/metrics.csv'), 'step,reward_mean\n1,0.5\n2\n');
    await refuses(/metrics\.csv has a torn row/);
    await writeFile(join(folder, 'runs/rezero-s1/metrics.csv'), 'step,reward_mean\n1,nul\n');
    await refuses(/metrics\.csv:2 reward_mean: "nul" is not a number/);
  });

  it('refuses an ended run whose files were cut at a line end', async () => {
    const cases: readonly (readonly [file: string, kept: number, fault: RegExp])[] = [
      [
        'evaluations.jsonl',
        5,
        /evaluations\.jsonl lacks step 20 of held-out, though run\.json says .*step 20/,
      ],
      ['evaluations.jsonl', 3, /evaluations\.jsonl lacks step 0 of held-out/],
      ['evaluations.jsonl', 0, /evaluations\.jsonl lacks step 0 of held-out/],
      [
        'metrics.csv',
        20,
        /metrics\.csv lacks step 20, .*restore the file from a copy, or delete .*rezero-s1 and/,
      ],
      ['metrics.csv', 1, /metrics\.csv lacks step 1,/],
      ['metrics.csv', 0, /metrics\.csv lacks step 1,/],
    ];
    for (const [file, kept, fault] of cases) {
      await writeFixture(folder, [run]);
      const path = join(folder, 'runs/rezero-s1', file);
      const lines = (await readFile(path, 'utf8')).split('\n').slice(0, kept);
      await writeFile(path, lines.map((line) => `${line}\n`).join(''));
      await refuses(fault);
      // The same files may be all that an interrupted run has.
      await writeFile(join(folder, 'runs/rezero-s1/run.json'), JSON.stringify(open.info));
      assert.equal((await readResults(folder, arms)).runs.length, 1);
    }
  });

  it('refuses evaluations that are not those of its run.json', async () => {
    const [, , last] = run.evaluations.filter((row) => row.split === 'held-out');
    assert.ok(last !== undefined);
    const others = run.evaluations.filter((row) => row !== last);
    const [first, ...rest] = last.outcomes;
    assert.ok(first !== undefined);
    const renamed = { ...last, outcomes: [{ ...first, questionId: 'another' }, ...rest] };
    const cases: readonly (readonly [Run, RegExp])[] = [
      [{ ...run, evaluations: others }, /lacks step 20 of held-out/],
      [{ ...run, evaluations: [...others, { ...last, step: 25 }] }, /lacks step 20 of held-out/],
      [{ ...run, evaluations: [...run.evaluations, { ...last, step: 15 }] }, /has a step 15 of held-out/],
      [
        { ...run, evaluations: [...others, { ...last, outcomes: rest }] },
        /scores 2 questions of held-out at step 20 and 3 at step 0/,
      ],
      [
        { ...run, evaluations: [...others, renamed] },
        /scores other questions of held-out at step 20 than at/,
      ],
      [{ ...run, evaluations: run.evaluations.filter((row) => row.split !== 'dev') }, /lacks step 0 of dev/],
      [wholeRun('rezero', 1, { chosenStep: 15 }), /no evaluation at the chosen step 15/],
      [{ ...run, metrics: [...run.metrics, { step: 21 }] }, /metrics\.csv has a step 21/],
    ];
    for (const [changed, fault] of cases) {
      await writeFixture(folder, [changed]);
      await refuses(fault);
    }
  });

  it('reads an ended run without dev where none was chosen on it', async () => {
    const heldOut = run.evaluations.filter((row) => row.split === 'held-out');
    await writeFixture(folder, [{ ...run, evaluations: heldOut, info: { ...run.info, chosenStep: null } }]);
    assert.deepEqual((await readResults(folder, arms)).runs[0]?.evaluations, heldOut);
  });

  it('refuses control characters and names that cannot stand in a path, a command and a link', async () => {
    const hostile: readonly (readonly [Partial<RunRecord>, RegExp])[] = [
      [
        { commits: ['a', 'a\u001b[2J'] },
        /run\.json: "commits\.1" holds the control character U\+001B; restore the file from a copy, or delete .*rezero-s1 and reproduce with --resume, which makes that run again$/,
      ],
      [{ machine: { cpu: 'x\n# Title' } }, /"machine\.cpu" holds the control character U\+000A/],
      [{ versions: { 'a\u009b': '1' } }, /holds the control character U\+009B/],
      [{ modelHashes: { 'a\u202eb': '1' } }, /"a key of modelHashes" holds the control character U\+202E/],
      [{ engine: { id: 'a\u2028', determinism: {} } }, /"engine\.id" holds the control character U\+2028/],
      [
        { profile: '`<b>`' },
        /bad "profile": expected a name of letters.*; restore the file from a copy, or delete .*rezero-s1 and/,
      ],
      [{ reproduction: '../up' }, /bad "reproduction": expected a name of letters/],
    ];
    for (const [info, fault] of hostile) {
      await writeFixture(folder, [wholeRun('rezero', 1, info)]);
      await refuses(fault);
    }
    await writeFixture(folder, [run], [{ ...ceiling, label: 'a\u0007' }]);
    await refuses(
      /sanity\.json: "0\.label" holds the control character U\+0007; restore it from a copy, or delete it and reproduce with --resume, which makes it again$/,
    );
    await writeFixture(folder, [{ ...run, id: 'a\u001b' }], []);
    await refuses(/"name" holds the control character U\+001B; rename the folder/);
  });

  it('refuses a failure, a field or a configuration that its schema does not know', async () => {
    const unknown: readonly (readonly [object, RegExp])[] = [
      [{ failures: { ...run.info.failures, '<b>': 3 } }, /run\.json: bad "failures": .*<b>/],
      [{ schema: 1 }, /run\.json: bad "schema": /],
      [{ deviations: ['ours'] }, /run\.json: .*deviations/],
      [{ config: { ...run.info.config, groupSize: 1 } }, /run\.json: bad "config\.groupSize": /],
    ];
    await writeFixture(folder, [run]);
    for (const [changes, fault] of unknown) {
      await writeFile(join(folder, 'runs/rezero-s1/run.json'), JSON.stringify({ ...run.info, ...changes }));
      await refuses(fault);
    }
  });

  it('takes a configuration whose prompts have lines, which no page shows', async () => {
    const of = { kind: 'search-r1', prompt: 'compact' } as const;
    const protocol = { kind: 'without-search', of, correction: '\n nothing came back\n' } as const;
    const config = fixtureConfig({ protocol });
    await writeFixture(folder, [wholeRun('rezero', 1, { config })]);
    assert.deepEqual((await readResults(folder, arms)).runs[0]?.info.config, config);
  });

  it('reads an empty metrics cell as no value', async () => {
    await writeFixture(folder, [open]);
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
    await writeFixture(folder, [wholeRun('other', 3)]);
    await refuses(/is of arm other, not one of rezero, three-reward/);
  });
});
