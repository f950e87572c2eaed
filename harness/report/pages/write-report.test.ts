import assert from 'node:assert/strict';
import { appendFile, link, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { after, before, describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { makeReport, type ReportSpec } from '../report.ts';
import { fixtureConfig, fixtureRun, outcomesOf, writeFixture } from '../testing/report-fixture.ts';
import { loadReport, staleReportFiles, writeReport } from './build-report.ts';
import { isReadmeBlockCurrent, writeReadmeBlock } from './readme-block.ts';
import { renderMarkdown } from './render-markdown.ts';

const spec: ReportSpec = {
  id: 'rezero',
  title: 'A test',
  arms: [
    { id: 'a', label: 'Arm A' },
    { id: 'b', label: 'Arm B' },
  ],
  claims: [
    {
      id: 'always',
      statement: 'P(x | y) rises.',
      paper: 'no number',
      rule: 'The rule.',
      commonRules: ['Shared.'],
      fixedOn: '2026-11-20',
      known: 'no run',
      standing: 'exploratory',
      delta: { value: 0.1, unit: 'share' },
      evaluate: () => ({
        verdict: 'no difference',
        reason: 'why',
        measured: 'what',
        effect: null,
        p: 0.25,
        questions: 8,
        seeds: 1,
      }),
    },
  ],
  paper: {
    citation: 'The paper',
    rows: [
      { id: 'pa', label: 'Paper A', correct: 15, n: 32, step: 250, collapse: 450, source: 'abstract' },
      { id: 'pb', label: 'Paper B', correct: 8, n: 32, step: 350, collapse: null, source: 'abstract' },
    ],
    curves: [
      {
        label: 'Paper A',
        arm: 'a',
        points: [
          { step: 0, correct: 5, n: 32 },
          { step: 50, correct: 7, n: 32 },
          { step: 250, correct: 15, n: 32 },
        ],
      },
    ],
    comparison: { treatment: 'pa', control: 'pb', delta: 0.1 },
  },
  deviations: () => ['batch(8): eight questions a step, not one'],
};

// Dev picks step 20 for a (3/4) and step 10 for b (a tie, the earlier); held-out peaks elsewhere.
const runs: readonly Run[] = [
  fixtureRun({
    arm: 'a',
    seed: 1,
    dev: { 0: '0000', 10: '1000', 20: '1110' },
    heldOut: { 0: '0000', 10: '1111', 20: '11mx' },
  }),
  fixtureRun({
    arm: 'b',
    seed: 1,
    dev: { 0: '0000', 10: '1000', 20: '0100' },
    heldOut: { 0: '0000', 10: '1mr0', 20: '1110' },
  }),
];
const sanity = [
  { id: 'ceiling', label: 'Reads the gold chunk', split: 'held-out', outcomes: outcomesOf('1110') },
] as const;
const names = [
  'README.md',
  'claims.tex',
  'curves.csv',
  'figures/accuracy.svg',
  'figures/recovery.svg',
  'figures/reward.svg',
  'figures/searches.svg',
  'model-index.json',
  'result.json',
  'rows.csv',
  'summary.csv',
  'table.tex',
];

const deviations: ReportSpec['deviations'] = ({ groupSize, questionsPerStep }) => [
  `batch(${questionsPerStep}): everywhere`,
  ...(groupSize === 4 ? ['group(4): four episodes'] : []),
];

describe('a written report', function () {
  // Four figures are laid out by Vega, twice and more.
  this.timeout(20_000);
  let folder: string;
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-report-'));
    await writeFixture(folder, runs, sanity);
    await writeReport(folder, await loadReport(folder, spec));
  });
  after(() => rm(folder, { recursive: true }));

  it('has the hand-computed values in summary.csv, failed episodes left out', async () => {
    const rows = parse<Record<string, string>>(await read('summary.csv'), { columns: true });
    const find = (group: string, id: string, metric: string): Record<string, string> =>
      rows.find((row) => row['group'] === group && row['id'] === id && row['metric'] === metric) ?? {};
    const chosen = find('run', 'a-s1', 'chosen');
    assert.deepEqual(
      [chosen['value'], chosen['plays'], chosen['step'], chosen['note']],
      ['0.666667', '3', '20', '1 failed'],
    );
    assert.deepEqual(
      [find('run', 'b-s1', 'chosen')['value'], find('run', 'b-s1', 'chosen')['step']],
      ['0.5', '10'],
    );
    assert.deepEqual(
      [find('run', 'a-s1', 'peak')['value'], find('run', 'a-s1', 'peak')['step']],
      ['1', '10'],
    );
    // b: accuracies 0, 0.5, 0.75 at 0, 10, 20: (2.5 + 6.25) / 20.
    assert.equal(find('arm', 'b', 'area')['value'], '0.4375');
    assert.deepEqual(
      [find('arm', 'a', 'recovery')['value'], find('arm', 'a', 'recovery')['questions']],
      ['0', '1'],
    );
    // Step 20 alone is in the last third of 20 steps.
    assert.deepEqual(
      ['start', 'late', 'chosen'].map((metric) => find('arm', 'b', metric)['value']),
      ['0', '0.75', '0.5'],
    );
    assert.equal(find('arm', 'b', 'searches')['value'], '1');
    assert.equal(find('claim', 'always', 'p_holm')['value'], '0.25');
    assert.equal(find('sanity', 'ceiling', 'accuracy')['value'], '0.75');
    assert.deepEqual(
      [find('paper', 'pa', 'peak_accuracy')['low'], find('paper', 'pa', 'peak_accuracy')['high']],
      ['0.308694', '0.635505'],
    );
    assert.equal(find('claim', 'always', 'exploratory: no difference of 10 points')['note'], 'why');
  });

  it('has every evaluation and the paper in curves.csv', async () => {
    const rows = parse<Record<string, string>>(await read('curves.csv'), { columns: true });
    assert.equal(rows.length, 12 + 3);
    const last = rows.find(
      (row) => row['arm'] === 'a' && row['split'] === 'held-out' && row['step'] === '20',
    );
    assert.deepEqual(
      [last?.['correct'], last?.['n'], last?.['failed'], last?.['recovery']],
      ['2', '3', '1', '0'],
    );
    assert.equal(rows.at(-1)?.['accuracy'], '0.46875');
  });

  it("prints verdicts with their rules, the paper's own test, deviations and provenance", async () => {
    const text = await read('README.md');
    assert.match(
      text,
      /\| P\(x \\\| y\) rises\. \| \*\*exploratory: no difference of 10 points\*\* \| what \| – \| 0\.2500 \| 0\.2500 \| no number \| why \|/,
    );
    assert.match(text, /Fixed 2026-11-20; known then: no run\.\n\n- \*\*always\*\*: The rule\./);
    assert.match(text, /Fisher exact two-sided p = 0\.1172, one-sided p = 0\.0586/);
    assert.match(text, /\+21\.9 points \[−1\.6, \+42\.3\] \(Newcombe 95 %/);
    assert.match(text, /they are of the same questions, and each is the best of several checkpoints/);
    assert.match(text, /finds a true difference of 10 points, our smallest of interest, 9\.3 % of the time/);
    assert.match(text, /overstates itself by at least about the selection bias/);
    assert.match(text, /- batch\(8\): eight questions a step, not one\n/);
    assert.match(text, /Failed episodes: search 0, engine 0, judge 0, truncated 4/);
    assert.match(text, /2 min 00 s wall, 3 min 20 s CPU over 2 runs; peak memory 512 MiB/);
    assert.ok(!text.includes('INCOMPLETE') && !text.includes('NaN') && !text.includes('undefined'));
  });

  it('says which arms a deviation holds for, and at which commits a resumed run was made', () => {
    const small = fixtureRun({
      arm: 'b',
      seed: 2,
      heldOut: { 0: '00', 10: '10', 20: '11' },
      info: { config: fixtureConfig({ groupSize: 4 }), commits: ['abc1234', 'def5678'] },
    });
    const text = renderMarkdown(makeReport({ ...spec, deviations }, { runs: [...runs, small], sanity }));
    assert.match(text, /\n- batch\(8\): everywhere\n- group\(4\): four episodes \(b only\)\n/);
    assert.match(text, /Commit: abc1234; abc1234, then def5678\n/);
  });

  it('has a LaTeX table with escaped cells', async () => {
    const text = await read('table.tex');
    assert.match(
      text,
      /\\raggedright Paper A & 32 \$\\times\$ 1 & -- & 46\.9 \{\\tiny \[30\.9, 63\.6\]\} \\\\/,
    );
    assert.equal(text.match(/\\midrule/g)?.length, 3);
  });

  it('has figures with a line for each arm and the published curve', async () => {
    const svg = await read('figures/accuracy.svg');
    assert.match(svg, /^<svg /);
    for (const label of ['Arm A', 'Arm B', 'Paper A', 'Paper B (peak only)'])
      assert.ok(svg.includes(`>${label}<`), label);
    assert.ok(svg.includes('stroke-dasharray'));
  });

  it('is the same bytes again, and a check finds what was changed or is missing', async () => {
    const first = await Promise.all(names.map(read));
    await writeReport(folder, await loadReport(folder, spec));
    assert.deepEqual(await Promise.all(names.map(read)), first);
    assert.deepEqual(await staleReportFiles(folder, await loadReport(folder, spec)), []);
    await appendFile(join(folder, 'table.tex'), ' ');
    await rm(join(folder, 'figures/reward.svg'));
    assert.deepEqual(await staleReportFiles(folder, await loadReport(folder, spec)), [
      'figures/reward.svg',
      'table.tex',
    ]);
  });

  it('is written whole: who has the old page open keeps all of it', async () => {
    const readme = join(folder, 'WHOLE.md');
    await writeFile(readme, '<!-- result:rezero -->\n<!-- /result:rezero -->\n');
    const files = ['README.md', 'summary.csv', 'figures/accuracy.svg', 'WHOLE.md'];
    for (const name of files) {
      await appendFile(join(folder, name), 'by hand');
      await link(join(folder, name), join(folder, `${name}.open`));
    }
    const report = await loadReport(folder, spec);
    await writeReport(folder, report);
    await writeReadmeBlock(readme, report);
    for (const name of files) assert.match(await read(`${name}.open`), /by hand$/, name);
    assert.ok(!(await read('README.md')).includes('by hand'));
  });

  it('fills the marked block of a README and nothing else', async () => {
    const readme = join(folder, 'TOP.md');
    const report = await loadReport(folder, spec);
    await writeFile(readme, '# Top\n\n<!-- result:rezero -->\nstale text\n<!-- /result:rezero -->\n\nEnd\n');
    assert.equal(await isReadmeBlockCurrent(readme, report), false);
    await writeReadmeBlock(readme, report);
    assert.equal(await isReadmeBlockCurrent(readme, report), true);
    const text = await readFile(readme, 'utf8');
    assert.ok(
      text.startsWith('# Top\n\n<!-- result:rezero -->\n') &&
        text.endsWith('<!-- /result:rezero -->\n\nEnd\n'),
    );
    assert.ok(!text.includes('stale text') && text.includes('results/rezero/default/figures/accuracy.svg'));
    await writeFile(readme, '# Top\n');
    await assert.rejects(writeReadmeBlock(readme, report), /lacks the marks <!-- result:rezero -->/);
  });

  it('shouts about a run that did not end, leaves it out of the arm, and shows no number for a missing split', () => {
    const open = fixtureRun({ arm: 'a', seed: 2, heldOut: { 0: '1111' }, info: { status: 'incomplete' } });
    const blind = fixtureRun({ arm: 'b', seed: 2, dev: { 10: '1000' } });
    const text = renderMarkdown(makeReport(spec, { runs: [...runs, open, blind], sanity }));
    assert.match(
      text,
      /INCOMPLETE RESULT\. 1 of 4 runs are missing their end: a-s2 \(last evaluated at step 0\)/,
    );
    assert.match(text, /\| a-s2 \| \*\*incomplete\*\* \|/);
    assert.match(text, /\| b-s2 \| complete \| 20 \| – \| 1\/4 = .* \| – \| – \| – \|/);
    assert.match(text, /\| Arm A \| 3 x 1 seed \|/);
  });
});
