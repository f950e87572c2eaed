import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { makeReport, type Report, type ReportSpec } from '../report.ts';
import { fixtureRun } from '../testing/report-fixture.ts';
import { paperTableCsv, paperTableMarkdown } from './paper-table-section.ts';
import { type PaperTable, paperTableLines } from './paper-table.ts';

const spec: ReportSpec = {
  id: 'test',
  title: 'A test',
  arms: ['one', 'two', 'missing'].map((id) => ({ id, label: `Arm ${id}` })),
  claims: [],
  paper: { citation: 'The paper', rows: [], curves: [], comparison: null },
  deviations: () => [],
};
const published = (percent: number): { label: string; percent: number; source: string } => ({
  label: `row of ${percent}`,
  percent,
  source: 'Table 1',
});
const table: PaperTable = {
  reference: 'one',
  rows: [
    { label: 'First', arm: 'one', paper: published(34.47) },
    { label: 'Second', arm: 'two', paper: published(32.81) },
    { label: 'Untrained', arm: 'one', at: 'base', paper: published(8.82) },
    { label: 'Not run', arm: 'missing', paper: published(40) },
    { label: 'Of another profile', arm: 'unknown', paper: published(50) },
    { label: 'The paper alone', paper: published(30) },
  ],
};

// Dev picks step 20 in both arms; 3/4 against 1/4 there, 0/4 at step 0; step 10 must play no part.
const heldOut = {
  one: { 0: '0000', 10: '0000', 20: '1110' },
  two: { 0: '0000', 10: '1111', 20: '0010' },
};
const runsOf = (arm: 'one' | 'two', seeds: readonly number[]): Run[] =>
  seeds.map((seed) => fixtureRun({ arm, seed, dev: { 10: '00', 20: '11' }, heldOut: heldOut[arm] }));
const reportOf = (...runs: Run[]): Report => makeReport(spec, { runs, sanity: [] });
const whole = reportOf(...runsOf('one', [1, 2, 3]), ...runsOf('two', [1, 2, 3]));

describe('a table of arms beside published percentages', () => {
  it('has accuracies, paired differences and differences of the paper', () => {
    const lines = paperTableLines(whole, table);
    assert.deepEqual(
      lines.map(({ row, ours, difference, paperDifference }) => [
        row.label,
        ours?.estimate ?? null,
        ours?.plays ?? null,
        difference === 'same runs' ? difference : (difference?.estimate ?? null),
        paperDifference === null ? null : Math.round(100 * paperDifference) / 100,
      ]),
      [
        ['First', 0.75, 12, null, null],
        ['Second', 0.25, 12, -0.5, -1.66],
        ['Untrained', 0, 12, -0.75, -25.65],
        ['Not run', null, null, null, 5.53],
        ['The paper alone', null, null, null, -4.47],
      ],
    );
    // Chunk c0 differs by -1 in every seed, c1 by 0: a standard error of a half, t(0.975, 1) = 12.706.
    const difference = lines[1]?.difference;
    assert.ok(difference !== undefined && difference !== null && difference !== 'same runs');
    assert.deepEqual([difference.low.toFixed(3), difference.high.toFixed(3)], ['-6.853', '5.853']);
  });

  it('prints a dash for what is missing', () => {
    const lines = paperTableMarkdown(whole, table).split('\n');
    assert.equal(
      lines[0],
      '| Policy | Questions x seeds | Accuracy, last third of training | Minus "Arm one", unadjusted | Paper, its row | Paper, average | Paper, difference |',
    );
    assert.match(
      lines[2] ?? '',
      /^\| First \| 4 x 3 seeds \| 75\.0 % \[.+\] \| – \| row of 34\.47 \| 34\.47 % \| – \|$/,
    );
    assert.match(
      lines[3] ?? '',
      /\| 25\.0 % .+ \| −50\.0 points \[−685\.3, \+585\.3\] \| row of 32\.81 \| 32\.81 % \| −1\.66 points \|$/,
    );
    assert.match(lines[4] ?? '', /^\| Untrained \(step 0\) \| 4 x 3 seeds \| 0\.0 % /);
    assert.equal(lines[5], '| Not run | – | – | – | row of 40 | 40.00 % | +5.53 points |');
    assert.equal(lines.length, 7);
  });

  it('has the same numbers as shares in CSV', () => {
    const rows = parse<Record<string, string>>(paperTableCsv(whole, table), { columns: true });
    const second = rows[1] ?? {};
    assert.deepEqual(
      [
        'arm',
        'at',
        'accuracy',
        'plays',
        'seeds',
        'difference',
        'paper_accuracy',
        'paper_difference',
        'paper_source',
      ].map((column) => second[column]),
      ['two', 'late', '0.25', '12', '3', '-0.5', '0.3281', '-0.0166', 'Table 1'],
    );
    assert.deepEqual([rows[3]?.['accuracy'], rows[3]?.['interval'], rows[4]?.['at']], ['', '', '']);
  });

  it('says of two arms that left the same runs that they are the same', () => {
    const twins = runsOf('one', [1, 2, 3]).map((run) => ({ ...run, info: { ...run.info, arm: 'two' } }));
    const report = reportOf(...runsOf('one', [1, 2, 3]), ...twins);
    assert.equal(paperTableLines(report, table)[1]?.difference, 'same runs');
    assert.match(paperTableMarkdown(report, table), /\| Second \| .* \| the same runs \| row of 32\.81/u);
  });

  it('gives no difference where arms cannot be paired, and no accuracy of a run that did not end', () => {
    const few = paperTableLines(reportOf(...runsOf('one', [1, 2]), ...runsOf('two', [1, 2])), table);
    assert.deepEqual([few[1]?.ours?.estimate, few[1]?.difference], [0.25, null]);
    const [run] = runsOf('two', [1]);
    assert.ok(run !== undefined);
    const open = reportOf({ ...run, info: { ...run.info, status: 'incomplete' } });
    assert.deepEqual(paperTableLines(open, table)[1]?.ours, null);
  });
});
