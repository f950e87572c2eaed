import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Run } from '../run/read-run.ts';
import { intervalPlot } from './figures/interval-plot.ts';
import { loadReport, staleReportFiles, writeReport } from './pages/build-report.ts';
import { readmeBlock } from './pages/readme-block.ts';
import { renderMarkdown } from './pages/render-markdown.ts';
import { makeReport, type ReportSection, type ReportSpec } from './report.ts';
import { fixtureRun, writeFixture } from './testing/report-fixture.ts';

const counts: ReportSection = {
  id: 'run-counts',
  title: 'How many runs',
  render: ({ results }) => `There are ${results.runs.length} runs.`,
  csv: ({ results }) => `runs\n${results.runs.length}\n`,
  figure: {
    caption: 'A picture',
    view: () => intervalPlot('Title', [{ label: 'Some arm', estimate: 0.5, low: 0.25, high: 0.75 }]),
  },
};
const silent: ReportSection = { id: 'silent', title: 'Nothing', render: () => '', csv: () => 'x\n' };

const spec: ReportSpec = {
  id: 'percentages',
  title: 'A test',
  arms: [
    { id: 'a', label: 'Arm A' },
    { id: 'b', label: 'Arm B' },
    { id: 'late', label: 'Arm of the full profile', profiles: ['full'] },
  ],
  claims: [],
  paper: { citation: 'The paper', rows: [], curves: [], comparison: null, note: 'Its scale is not ours.' },
  deviations: () => [],
  mainArms: ['b'],
  sections: [counts, silent],
};
const runs = ['a', 'b'].map((arm) =>
  fixtureRun({
    arm,
    seed: 1,
    dev: { 0: '00', 10: '01', 20: '11' },
    heldOut: { 0: '00', 10: '00', 20: '10' },
  }),
);

describe('a report with sections', function () {
  // Five figures are laid out by Vega.
  this.timeout(20_000);
  let folder: string;
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-sections-'));
    await writeFixture(folder, runs);
    await writeReport(folder, await loadReport(folder, spec));
  });
  after(() => rm(folder, { recursive: true }));

  it('prints them after the main result, with their numbers and pictures, and leaves out the silent', async () => {
    const text = await read('README.md');
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    assert.deepEqual(headings, [
      'Figures',
      'Result',
      'How many runs',
      'What differs from the paper',
      'Command',
      'Reading of the logs',
      'Runs',
      'Provenance',
    ]);
    assert.ok(text.includes('There are 2 runs.\n\nNumbers: [run-counts.csv](run-counts.csv).'));
    assert.ok(text.includes('![A picture](figures/run-counts.svg)\n\nA picture.'));
    assert.equal(await read('run-counts.csv'), 'runs\n2\n');
    assert.match(await read('figures/run-counts.svg'), />Some arm</);
    await assert.rejects(read('silent.csv'), /ENOENT/);
  });

  it('checks the files of sections, too', async () => {
    assert.deepEqual(await staleReportFiles(folder, await loadReport(folder, spec)), []);
    await writeFile(join(folder, 'run-counts.csv'), 'runs\n3\n');
    await rm(join(folder, 'figures/run-counts.svg'));
    assert.deepEqual(await staleReportFiles(folder, await loadReport(folder, spec)), [
      'figures/run-counts.svg',
      'run-counts.csv',
    ]);
    await writeReport(folder, await loadReport(folder, spec));
  });

  it('refuses a section that would overwrite another file', async () => {
    for (const id of ['summary', 'accuracy'])
      await assert.rejects(
        staleReportFiles(folder, await loadReport(folder, { ...spec, sections: [{ ...counts, id }] })),
        new RegExp(`section ${id} has the name of another file`),
      );
  });

  it('needs no counts, curves or claims of the paper, and says what its scale is', async () => {
    const text = await read('README.md');
    assert.ok(text.includes('Its scale is not ours.'));
    assert.ok(!text.includes('as published') && !text.includes('## Verdicts'));
    assert.ok(!text.includes('undefined') && !text.includes('NaN'));
  });

  it('shows the main arms alone in pictures over training and in the top-level README', async () => {
    const svg = await read('figures/accuracy.svg');
    assert.ok(svg.includes('>Arm B<') && !svg.includes('>Arm A<'));
    const block = readmeBlock(makeReport(spec, { runs, sanity: [] }));
    assert.ok(block.includes('| Arm B |') && !block.includes('| Arm A |'));
    assert.match(block, /the page has the other arms, the reference policies, and how each number/);
  });

  it("has the paper's levels in the top-level README where the paper publishes no rows of questions", () => {
    const lastColumn = (paper: ReportSpec['paper']): (string | undefined)[] =>
      readmeBlock(makeReport({ ...spec, paper }, { runs, sanity: [] }))
        .split('\n')
        .filter((line) => /^\| (?:Policy|Arm B|As published) /u.test(line))
        .map((line) => line.split(' | ').at(-1));
    const { paper } = spec;
    const levels = [{ arm: 'b', percent: 34.47, source: 'table 4', sameScale: false }];
    const row = { id: 'p', label: 'As published', correct: 15, n: 32, step: 250, collapse: null, source: '' };
    const peak = "Best held-out step (paper's habit) |";
    assert.deepEqual(lastColumn({ ...paper, levels }), ["The paper's level |", '34.5 %, not comparable |']);
    assert.equal(lastColumn(paper)[0], peak);
    assert.equal(lastColumn({ ...paper, levels, rows: [row] })[0], peak);
  });
});

const runOf = (profile: string, arm: string): Run =>
  fixtureRun({ arm, seed: 1, heldOut: { 20: '10' }, info: { profile } });

const pageOf = (...arms: string[]): string =>
  renderMarkdown(makeReport(spec, { runs: arms.map((arm) => runOf('default', arm)), sanity: [] }));

/** The arms of a report of one run of this arm, and what it lacks. */
function shownOf(profile: string, arm: string): string[][] {
  const { arms, incomplete } = makeReport(spec, { runs: [runOf(profile, arm)], sanity: [] });
  return [arms.map((one) => one.arm.id), [...incomplete]];
}

describe('an arm of another profile', () => {
  it('is no gap in the result, and is shown when it was run all the same', () => {
    assert.deepEqual(shownOf('default', 'a'), [['a', 'b'], ['arm b (no run)']]);
    assert.deepEqual(shownOf('full', 'a'), [
      ['a', 'b', 'late'],
      ['arm b (no run)', 'arm late (no run)'],
    ]);
    assert.deepEqual(shownOf('default', 'late')[0], ['a', 'b', 'late']);
  });

  it('has its own command on the page, that of the profile does not make it', () => {
    const command = '`npx twinzero reproduce percentages --profile default`';
    assert.ok(pageOf('a', 'b').includes(`${command}: 2 runs,`));
    assert.ok(
      pageOf('a', 'b', 'late').includes(
        `${command}, then the same with \`--resume --arms late\` for what the profile leaves out: 3 runs,`,
      ),
    );
  });
});
