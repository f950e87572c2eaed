import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import type { Claim } from '../claims/claim.ts';
import { environmentId } from '../measure/origin.ts';
import { makeReport, type Report, type ReportSpec } from '../report.ts';
import { fixtureRun, outcomesOf } from '../testing/report-fixture.ts';
import { mainTable } from './main-table.ts';
import { modelIndex } from './model-index.ts';
import { resultCsv } from './result-csv.ts';
import { resultJson } from './result-json.ts';
import { resultRows } from './result-rows.ts';

const claim: Claim = {
  id: 'helps',
  statement: 'It helps.',
  paper: 'table 1',
  comparison: { treatment: 'a', control: 'b' },
  paperEffect: null,
  rule: 'The rule.',
  commonRules: [],
  fixedOn: '2026-11-20',
  known: 'no run',
  standing: 'primary',
  delta: { value: 0.1, unit: 'share' },
  evaluate: () => ({
    verdict: 'opposite',
    reason: 'why',
    measured: 'what',
    effect: { estimate: -1 / 3, low: -0.5, high: -0.1 },
    p: 0.01,
    questions: 4,
    seeds: 2,
  }),
};
const spec: ReportSpec = {
  id: 'test',
  title: 'A test',
  arms: [
    { id: 'a', label: 'Arm A' },
    { id: 'b', label: '=cmd()' },
  ],
  claims: [{ ...claim, id: 'other', standing: 'exploratory' }, claim],
  paper: {
    citation: 'The paper',
    rows: [{ id: 'pa', label: 'Paper A', correct: 15, n: 32, step: 250, collapse: null, source: 'abstract' }],
    curves: [],
    comparison: null,
    levels: [{ arm: 'a', percent: 46.9, source: 'abstract', sameScale: false }],
  },
  deviations: () => [],
};
const usage = { searches: {}, simulatorTokens: 0, costUsd: 0.5 };
const runs = [1, 2].flatMap((seed) => [
  fixtureRun({
    arm: 'a',
    seed,
    heldOut: { 0: '1000', 10: '1100', 20: '1110' },
    info: {
      configHash: `${seed}`.repeat(64),
      commits: ['abc1234', `def567${seed}`],
      usage: { training: usage, evaluation: usage },
    },
  }),
  fixtureRun({ arm: 'b', seed, heldOut: { 0: '1000', 20: '1000' } }),
]);
const sanity = [
  { id: 'once', label: 'One search', split: 'held-out', outcomes: outcomesOf('1010') },
] as const;
const report: Report = makeReport(spec, { runs, sanity });

/** As far as it is read here. */
interface HubModel {
  readonly name: string;
  readonly results: readonly {
    readonly metrics: readonly {
      readonly type: string;
      readonly value: number;
      readonly verified: boolean;
      readonly args: { readonly questions: number; readonly seeds: number };
    }[];
  }[];
}

describe('the rows of a result', () => {
  it('are the paper, the arms and the reference policies, each with its size', () => {
    const rows = parse<Record<string, string>>(resultCsv(report), { columns: true });
    assert.deepEqual(
      rows.map((row) => [row['kind'], row['id'], row['questions'], row['seeds']]),
      [
        ['published', 'pa', '32', '1'],
        ['arm', 'a', '4', '2'],
        ['arm', 'b', '4', '2'],
        ['reference', 'once', '4', '1'],
      ],
    );
    assert.deepEqual(
      rows.map((row) => [row['accuracy_before'], row['accuracy_last_third'], row['accuracy_best_held_out']]),
      [
        ['', '', '0.46875'],
        ['0.25', '0.75', '0.75'],
        ['0.25', '0.25', '0.25'],
        ['0.5', '', ''],
      ],
    );
    assert.equal(rows[0]?.['accuracy_best_held_out_low'], '0.308694');
  });

  it('have the origin, the cost, the verdict of the primary claim and the level of the paper', () => {
    const [, a, b] = parse<Record<string, string>>(resultCsv(report), { columns: true });
    assert.deepEqual(
      ['commits', 'configurations', 'wall_seconds', 'cpu_seconds', 'charged_usd'].map((name) => a?.[name]),
      ['abc1234 def5671 def5672', '111111111111 222222222222', '120', '200', '2'],
    );
    assert.match(a?.['environments'] ?? '', /^[0-9a-f]{12}$/u);
    assert.deepEqual(
      ['claim', 'verdict', 'paper_accuracy', 'paper_comparable'].map((name) => a?.[name]),
      ['helps', 'opposite', '0.469', 'not comparable'],
    );
    // Runs from before charges were counted.
    assert.deepEqual(
      ['charged_usd', 'claim', 'paper_accuracy', 'label'].map((name) => b?.[name]),
      ['', '', '', "'=cmd()"],
    );
    const [, main] = mainTable(report);
    assert.deepEqual([main?.paper, main?.verdict], ['46.9 %, not comparable', 'helps: opposite']);
  });

  it('tell environments apart by engine, versions, processor and data, and by nothing else', () => {
    const { info } = runs[0] ?? assert.fail();
    const id = environmentId(info);
    assert.equal(environmentId({ ...info, machine: { ...info.machine, memoryGiB: 99, cores: 64 } }), id);
    for (const other of [
      { engine: { ...info.engine, determinism: { threads: 2 } } },
      { versions: { node: '22.0.0' } },
      { machine: { ...info.machine, cpu: 'other' } },
      { dataHashes: { meridian: 'beef' } },
    ])
      assert.notEqual(environmentId({ ...info, ...other }), id, JSON.stringify(other));
  });

  it('are data as JSON, with the claims, their effects and findings', () => {
    const result = JSON.parse(resultJson(report)) as Record<string, unknown>;
    assert.deepEqual(result['cost'], { runs: 4, wallSeconds: 240, cpuSeconds: 400, chargedUsd: null });
    const [, second] = result['claims'] as Record<string, unknown>[];
    assert.deepEqual(
      [
        second?.['id'],
        second?.['verdict'],
        second?.['effect'],
        second?.['paperEffect'],
        second?.['adjusted'],
      ],
      ['helps', 'opposite', { estimate: -0.333333, low: -0.5, high: -0.1 }, null, 0.01],
    );
    assert.equal(second?.['finding'], 'It helps: opposite (−33.3 points [−50.0, −10.0]).');
    const rows = result['rows'] as Record<string, unknown>[];
    assert.equal(rows.length, resultRows(report).length);
    assert.deepEqual(rows[1]?.['paper'], { accuracy: 0.469, source: 'abstract', comparable: false });
  });

  it("are models of the Hub's index, arms that were measured alone", () => {
    const index = JSON.parse(modelIndex(report)) as { 'model-index': HubModel[] };
    assert.deepEqual(
      index['model-index'].map(({ name }) => name),
      ['test-default-a', 'test-default-b'],
    );
    const [metric] = index['model-index'][0]?.results[0]?.metrics ?? [];
    assert.deepEqual([metric?.type, metric?.value, metric?.verified], ['accuracy', 75, false]);
    assert.deepEqual([metric?.args.questions, metric?.args.seeds], [4, 2]);
  });
});
