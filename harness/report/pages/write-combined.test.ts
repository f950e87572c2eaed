import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import type { RunRecord } from '../../run/run-record.ts';
import { type ClaimResult, notComparable } from '../claims/claim.ts';
import { evaluateDifference } from '../claims/difference-claim.ts';
import { accuracy, scoresOf } from '../measure/score.ts';
import { makeReport, type ReportSpec } from '../report.ts';
import { fixtureConfig, fixtureRun, writeFixture } from '../testing/report-fixture.ts';
import { type CombinedSource } from './combined-report.ts';
import { checkCombined, writeCombined } from './write-combined.ts';

const difference = {
  delta: { value: 0.15, unit: 'share' },
  comparison: { treatment: 'new', control: 'old' },
  scores: ({ evaluations }: Run) => scoresOf(evaluations.at(-1)?.outcomes ?? [], accuracy),
  paired: true,
  unit: 'share',
  paperEffect: null,
} as const;

const first: ReportSpec = {
  id: 'first',
  title: 'Does the new way help?',
  arms: [
    { id: 'new', label: 'New way' },
    { id: 'old', label: 'Old way' },
  ],
  claims: [
    {
      id: 'helps',
      statement: 'The new way helps.',
      paper: 'table 1',
      rule: 'new minus old',
      commonRules: [],
      fixedOn: '2026-11-21',
      known: 'no run',
      standing: 'primary',
      delta: { value: 0.15, unit: 'share' },
      evaluate: (results) => evaluateDifference(difference, results),
    },
  ],
  paper: { citation: 'First paper', rows: [], curves: [], comparison: null },
  deviations: () => [],
};
const second: ReportSpec = {
  ...first,
  id: 'second',
  arms: [
    { id: 'shown', label: 'Shown' },
    { id: 'hidden', label: 'Hidden' },
  ],
  mainArms: ['shown'],
  claims: [],
  paper: { ...first.paper, citation: 'Second paper' },
};
const sources: readonly CombinedSource[] = [
  { title: 'First', spec: first },
  { title: 'Second', spec: second },
];

/** Three seeds, 4 questions each, of which the letters say how they went at the step that dev chose. */
const runsOf = (arm: string, letters: string, info: Partial<RunRecord> = {}): Run[] => {
  const { steps = 20 } = info;
  const config = fixtureConfig({ steps, evaluateEvery: steps });
  const dev = { 0: '11', [steps]: '11' };
  const heldOut = { 0: '0000', [steps]: letters };
  return [1, 2, 3].map((seed) => fixtureRun({ arm, seed, dev, heldOut, info: { config, ...info } }));
};
const [firstRuns, secondRuns] = [
  [...runsOf('new', '1111'), ...runsOf('old', 'rmmm')],
  [...runsOf('shown', '1100', { commits: ['fff0000'], steps: 30 }), ...runsOf('hidden', '1110')],
];

/** The line of a table of `page` that begins with these cells. */
const line = (page: string, heading: string): string | undefined =>
  page.split('\n').find((text) => text.startsWith(`| ${heading} |`));

describe('the page of reproductions side by side', () => {
  let results: string;
  const place = (profile = 'default'): { results: string; profile: string } => ({ results, profile });
  const read = (...path: string[]): Promise<string> => readFile(join(results, ...path), 'utf8');
  const rows = async (): Promise<Record<string, string>[]> => parse(await read('all.csv'), { columns: true });

  beforeEach(async () => {
    results = await mkdtemp(join(tmpdir(), 'twinzero-combined-'));
  });
  afterEach(() => rm(results, { recursive: true }));

  it('says of each where it is from and what it came to', async () => {
    await writeFixture(join(results, 'first', 'default'), firstRuns);
    await writeFixture(join(results, 'second', 'default'), secondRuns);
    assert.equal(await writeCombined(sources, place()), join(results, 'README.md'));
    const page = await read('README.md');
    assert.equal(line(page, 'Paper'), '| Paper | First paper | Second paper |');
    assert.equal(line(page, 'State'), '| State | complete | complete |');
    assert.equal(line(page, 'Profile'), '| Profile | default | default |');
    assert.equal(line(page, 'Commit'), '| Commit | abc1234 | fff0000, abc1234 |');
    assert.equal(line(page, 'Seeds'), '| Seeds | 1, 2, 3 | 1, 2, 3 |');
    assert.equal(line(page, 'Runs'), '| Runs | 6, of 20 steps | 6, of 20, 30 steps |');
    assert.equal(line(page, 'Verdicts'), '| Verdicts | 1 cannot tell | – |');
    // Of those that claim something.
    assert.match(page, /## Findings\n\n### First\n\n- \*\*.*The new way helps.*\*\*\n\n## Accuracy/u);
    assert.equal(
      line(page, 'Its own page'),
      '| Its own page | [first/default](first/default/README.md) | [second/default](second/default/README.md) |',
    );
    assert.ok(!/INCOMPLETE|MISSING/u.test(page));
  });

  it('names every commit of a run that was resumed at another one', async () => {
    const [resumed, ...others] = firstRuns;
    assert.ok(resumed !== undefined);
    const info = { ...resumed.info, commits: ['abc1234', 'def5678'] };
    await writeFixture(join(results, 'first', 'default'), [{ ...resumed, info }, ...others]);
    const outside = secondRuns.map((run) => ({ ...run, info: { ...run.info, commits: [] } }));
    await writeFixture(join(results, 'second', 'default'), outside);
    await writeCombined(sources, place());
    assert.equal(line(await read('README.md'), 'Commit'), '| Commit | abc1234, def5678 | unknown |');
    const found = (await rows()).map(({ reproduction, commit }) => `${reproduction} ${commit}`);
    assert.deepEqual([...new Set(found)], ['first abc1234 def5678', 'second unknown']);
  });

  it('has the accuracy of main arms, with intervals, and every claim with its verdict', async () => {
    await writeFixture(join(results, 'first', 'default'), firstRuns);
    await writeFixture(join(results, 'second', 'default'), secondRuns);
    await writeCombined(sources, place());
    const page = await read('README.md');
    // All 4 questions right: the Wilson interval of 4 of 4. Searches never differ: one play of 12, t(0.975, 2) = 4.303.
    assert.equal(
      line(page, 'First | New way'),
      '| First | New way | 4 x 3 seeds | 0.0 % [0.0, 49.0] (Wilson of 4) | 100.0 % [51.0, 100.0] (Wilson of 4) | 1.00 [0.64, 1.36] | – |',
    );
    // One of two chunks half right: two chunks allow anything, t(0.975, 1) = 12.7 times a standard error of a quarter.
    assert.match(
      line(page, 'First | Old way') ?? '',
      /\| 4 x 3 seeds \| 0\.0 % \[.*\] .* \| 25\.0 % \[0\.0, 100\.0\] \| 1\.25 \[0\.00, 4\.43\] \| 25\.0 % \[0\.0, 100\.0\] \(4 questions x 3 seeds\) \|$/u,
    );
    assert.match(line(page, 'Second | Shown') ?? '', /\| 50\.0 % \[0\.0, 100\.0\] \| 1\.00 /u);
    assert.equal(line(page, 'Second | Hidden'), undefined);
    assert.match(
      line(page, 'First | The new way helps.') ?? '',
      /\| \*\*cannot tell\*\* \| 100\.0 % against 25\.0 %: \+75\.0 points \[−242\.7, \+392\.7\], 4 questions x 3 seeds, by seed \+75\.0, \+75\.0, \+75\.0 \| 0\.2048 \| table 1 \| the smallest /u,
    );
    const found = (await rows()).map(
      ({ reproduction, state, commit, group, id, metric, value, low, high }) => [
        reproduction,
        state,
        commit,
        group,
        id,
        metric,
        value,
        low,
        high,
      ],
    );
    assert.deepEqual(found[0], ['first', 'complete', 'abc1234', 'arm', 'new', 'start', '0', '0', '0.489891']);
    assert.deepEqual(
      found.filter(([, , , group]) => group === 'claim'),
      [
        ['first', 'complete', 'abc1234', 'claim', 'helps', 'cannot tell', '0.75', '-2.426551', '3.926551'],
        ['first', 'complete', 'abc1234', 'claim', 'helps', 'p_holm', '0.204833', '', ''],
      ],
    );
    assert.deepEqual(
      found.filter(([name, , , , , metric]) => name === 'second' && metric === 'late'),
      [['second', 'complete', 'fff0000 abc1234', 'arm', 'shown', 'late', '0.5', '0', '1']],
    );
  });

  it('adjusts the primary claims of both papers for each other', async () => {
    const own = {
      ...first,
      id: 'own',
      claims: first.claims.map((claim) => ({ ...claim, evaluate: () => close })),
    };
    const close: ClaimResult = { ...notComparable(''), verdict: 'reproduced', measured: 'what', p: 0.03 };
    const other = { ...own, id: 'other', claims: own.claims.map((claim) => ({ ...claim })) };
    const both = [own, other].map((spec) => ({ title: spec.id, spec }));
    for (const { id } of [own, other]) await writeFixture(join(results, id, 'default'), firstRuns);
    await writeCombined(both.slice(0, 1), place());
    assert.equal(line(await read('README.md'), 'Verdicts'), '| Verdicts | 1 reproduced |');
    await writeCombined(both, place());
    assert.equal(line(await read('README.md'), 'Verdicts'), '| Verdicts | 1 cannot tell | 1 cannot tell |');
    assert.match(line(await read('README.md'), 'own | The new way helps.') ?? '', /\| what \| 0\.0600 \|/u);
  });

  it('names a result that is missing, also one whose first run has only begun', async () => {
    await writeFixture(join(results, 'first', 'default'), firstRuns);
    await mkdir(join(results, 'second', 'default', 'runs', 'shown-s1'), { recursive: true });
    await writeCombined(sources, place());
    const page = await read('README.md');
    assert.ok(
      page.includes(
        '> **MISSING RESULT. Second has no results of profile default yet; run `twinzero reproduce second --profile default`.**',
      ),
    );
    assert.equal(line(page, 'State'), '| State | complete | **missing** |');
    assert.equal(
      line(page, 'Its own page'),
      '| Its own page | [first/default](first/default/README.md) | – |',
    );
    assert.deepEqual(
      (await rows())
        .filter(({ reproduction }) => reproduction === 'second')
        .map(({ state, value }) => [state, value]),
      [['missing', '']],
    );
  });

  it('says which result is incomplete, and what it lacks', async () => {
    const open = runsOf('new', '1111').map((run) => ({
      ...run,
      info: { ...run.info, status: 'incomplete' as const },
    }));
    await writeFixture(join(results, 'first', 'default'), open.slice(0, 1));
    await writeFixture(join(results, 'second', 'default'), secondRuns);
    await writeCombined(sources, place());
    const page = await read('README.md');
    assert.ok(
      page.includes(
        '> **INCOMPLETE RESULT. First lacks the end of new-s1 (last evaluated at step 20), arm old (no run). Do not quote its numbers; run `twinzero reproduce first --profile default --resume`.**',
      ),
    );
    assert.equal(line(page, 'State'), '| State | **incomplete** | complete |');
    assert.match(line(page, 'First | The new way helps.') ?? '', /\*\*not comparable\*\* \| – \|/u);
    assert.ok(
      (await rows()).some(({ reproduction, state }) => reproduction === 'first' && state === 'incomplete'),
    );
  });

  it('is written to the same bytes again, and a check names what would change', async () => {
    await writeFixture(join(results, 'first', 'default'), firstRuns);
    const files = ['README.md', 'all.csv'].map((name) => join(results, name));
    assert.deepEqual(await checkCombined(sources, place()), files);
    await writeCombined(sources, place());
    assert.deepEqual(await checkCombined(sources, place()), []);
    await writeFile(join(results, 'all.csv'), 'edited');
    assert.deepEqual(await checkCombined(sources, place()), files.slice(1));
    await writeCombined(sources, place());
    await writeFixture(join(results, 'second', 'default'), secondRuns);
    assert.deepEqual(await checkCombined(sources, place()), files);
  });

  it('takes a report that was computed before, instead of computing it again', async () => {
    await writeFixture(join(results, 'first', 'default'), firstRuns);
    const computed = new Map([['first', makeReport(first, { runs: firstRuns.slice(0, 3), sanity: [] })]]);
    await writeCombined(sources, { ...place(), computed });
    assert.equal(line(await read('README.md'), 'Runs'), '| Runs | 3, of 20 steps | – |');
  });

  it('of another profile stands apart, with links that lead to its pages', async () => {
    const smoke = firstRuns.map((run) => ({ ...run, info: { ...run.info, profile: 'smoke' } }));
    await writeFixture(join(results, 'first', 'smoke'), smoke);
    const page = await writeCombined(sources, place('smoke'));
    assert.equal(page, join(results, 'all', 'smoke', 'README.md'));
    assert.equal(
      line(await readFile(page, 'utf8'), 'Its own page'),
      '| Its own page | [first/smoke](../../first/smoke/README.md) | – |',
    );
    assert.deepEqual(await checkCombined(sources, place('smoke')), []);
  });
});
