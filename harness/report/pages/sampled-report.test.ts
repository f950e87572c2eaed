import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import type { Evaluation } from '../../run/evaluation-row.ts';
import type { Run } from '../../run/read-run.ts';
import { armDifference } from '../measure/arm-difference.ts';
import { armPairs } from '../measure/arm-pairs.ts';
import { lastThirdScores } from '../measure/last-third.ts';
import { accuracy } from '../measure/score.ts';
import { makeReport, type Report, type ReportSpec } from '../report.ts';
import { curvesCsv } from '../tables/curves-csv.ts';
import { summaryCsv } from '../tables/summary-csv.ts';
import { fixtureConfig, fixtureRun, sampledOutcomes } from '../testing/report-fixture.ts';
import { renderMarkdown } from './render-markdown.ts';

const spec: ReportSpec = {
  id: 'rezero',
  title: 'A test',
  arms: [{ id: 'a', label: 'Arm A' }],
  claims: [],
  paper: { citation: 'The paper', rows: [], curves: [], comparison: null },
  deviations: () => [],
};

/** Four questions, two chunks: greedily 0, 4 and 1 right at steps 0, 10 and 20; sampled 1, 2 and 5 of 8. */
function sampledRun(arm: string, seed: number, samples = 2): Run {
  const config = fixtureConfig({ seed, evaluation: { samples } });
  const run = fixtureRun({
    arm,
    seed,
    heldOut: { 0: '0000', 10: '1111', 20: '1000' },
    dev: { 0: '0000', 10: '1110', 20: '1000' },
    info: { config },
  });
  const plays = {
    0: ['10', '00', '00', '00'],
    10: ['10', '00', '00', '01'],
    20: ['11', '10', '10', '0r'],
  } as Readonly<Record<number, readonly string[]>>;
  const letters = { 0: '0000', 10: '1111', 20: '1000' } as Readonly<Record<number, string>>;
  const evaluations = run.evaluations.map((row) =>
    row.split === 'dev'
      ? row
      : { ...row, outcomes: sampledOutcomes(letters[row.step] ?? '', plays[row.step] ?? []) },
  );
  return { ...run, evaluations };
}

function extendedAt(step: number, letters: string): Evaluation {
  const outcomes = sampledOutcomes(letters, letters.split('')).map((one) => ({
    ...one,
    questionId: `w/${one.questionId}`,
    chunkId: `w/${one.chunkId}`,
  }));
  return { step, split: 'extended', outcomes };
}

/** As `sampledRun`, with four questions of the extended set sampled once: 2 and 3 right at steps 0 and 20. */
function extendedRun(arm: string, seed: number): Run {
  const run = sampledRun(arm, seed);
  const config = fixtureConfig({ seed, evaluation: { samples: 2, extended: 1 } });
  return {
    ...run,
    info: { ...run.info, config },
    evaluations: [...run.evaluations, extendedAt(0, '1100'), extendedAt(20, '1110')],
  };
}

/** Arm a with two samples a question, arm b with so many in its configuration. */
function twoArms(samples: number): Run[] {
  return [1, 2, 3].flatMap((seed) => [sampledRun('a', seed), sampledRun('b', seed, samples)]);
}

const reportOf = (...runs: readonly Run[]): Report => makeReport(spec, { runs, sanity: [] });

function rowsOf(csv: string): Record<string, string>[] {
  return parse(csv, { columns: true });
}

describe('the report of sampled runs', () => {
  const report = reportOf(sampledRun('a', 1));

  it('has means over samples as the primary measure, and the greedy plays beside them', () => {
    const rows = rowsOf(summaryCsv(report));
    const value = (group: string, metric: string): string | undefined =>
      rows.find((row) => row['group'] === group && row['metric'] === metric)?.['value'];
    assert.deepEqual(
      ['start', 'late', 'greedy', 'final', 'chosen', 'peak'].map((metric) => value('arm', metric)),
      ['0.125', '0.625', '0.25', '0.625', '1', '1'],
    );
    assert.equal(value('run', 'final'), '0.25');
    // One sample in eight searched a second time.
    assert.equal(value('arm', 'searches'), '1.125');
    // 1/8, 2/8, 5/8 at steps 0, 10, 20.
    assert.equal(value('arm', 'area'), String((0.125 / 2 + 0.25 + 0.625 / 2) / 2));
  });

  it('has both in curves.csv', () => {
    const last = rowsOf(curvesCsv(report)).find((row) => row['split'] === 'held-out' && row['step'] === '20');
    assert.deepEqual(
      ['correct', 'n', 'accuracy', 'sampled_accuracy', 'sampled_recovery'].map((name) => last?.[name]),
      ['1', '4', '0.25', '0.625', '1'],
    );
  });

  it('has a greedy column and says what is a mean over samples, where there are samples alone', () => {
    const bare = fixtureRun({ arm: 'a', seed: 1, heldOut: { 0: '00', 10: '10', 20: '11' } });
    const [sampled, once] = [report, reportOf(bare)].map((one) => renderMarkdown(one));
    for (const words of ['| Greedy, last third of training |', 'is the mean over its samples'])
      assert.deepEqual([sampled?.includes(words), once?.includes(words)], [true, false], words);
    assert.ok(!curvesCsv(reportOf(bare)).includes('sampled'));
  });

  it('compares no arms that were sampled differently often', () => {
    const arms = { treatment: 'b', control: 'a' };
    assert.equal(armPairs(twoArms(2), arms).kind, 'pairs');
    assert.deepEqual(armPairs(twoArms(4), arms), {
      kind: 'not comparable',
      reason: 'the runs were evaluated with different samples',
    });
  });

  it('has the extended set in the primary measure and the start, and the standard questions in a column of their own', () => {
    const run = extendedRun('a', 1);
    const rows = rowsOf(summaryCsv(reportOf(run)));
    const find = (metric: string): (string | undefined)[] => {
      const row = rows.find((one) => one['group'] === 'arm' && one['metric'] === metric);
      return [row?.['value'], row?.['questions']];
    };
    // Sampled 1 and 5 of 8 on four standard questions, 2 and 3 of 4 on four extended ones, in two further chunks.
    assert.deepEqual(find('start'), [String((0.125 * 4 + 2) / 8), '8']);
    assert.deepEqual(find('late'), [String((0.625 * 4 + 3) / 8), '8']);
    assert.deepEqual(find('standard'), ['0.625', '4']);
    assert.deepEqual(find('greedy'), ['0.25', '4']);
    assert.deepEqual(find('area'), [String((0.125 / 2 + 0.25 + 0.625 / 2) / 2), '4']);
    const curves = rowsOf(curvesCsv(reportOf(run))).filter((row) => row['split'] === 'extended');
    assert.deepEqual(
      curves.map((row) => [row['step'], row['accuracy'], row['sampled_accuracy']]),
      [
        ['0', '', '0.5'],
        ['20', '', '0.75'],
      ],
    );
    const [page, without] = [run, sampledRun('a', 1)].map((one) => renderMarkdown(reportOf(one)));
    for (const words of [
      '| Standard questions alone, last third of training |',
      'its chunks beside the standard ones',
    ])
      assert.deepEqual([page?.includes(words), without?.includes(words)], [true, false], words);
  });

  it('takes the chunks of the extended set into the intervals', () => {
    const control = [1, 2, 3].map((seed) => extendedRun('a', seed));
    const scores = control.map((run) => lastThirdScores(run, accuracy) ?? []);
    const better = scores.map((one) => one.map((score) => ({ ...score, sum: 1 })));
    const pairs = scores.map((one, i) => ({ control: one, treatment: better[i] ?? [] }));
    const found = armDifference(pairs, { paired: true });
    assert.equal(found?.sample.control.questions, 8);
    assert.equal(found?.effect.estimate, 1 - (0.625 * 4 + 3) / 8);
    assert.equal(new Set(scores.flat().map(({ chunkId }) => chunkId)).size, 4);
  });
});
