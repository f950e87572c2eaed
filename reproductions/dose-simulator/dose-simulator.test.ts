import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import { renderSvg } from '../../harness/report/figures/render-svg.ts';
import type { Results } from '../../harness/report/read/results.ts';
import { makeReport, type Report } from '../../harness/report/report.ts';
import { fixtureConfig, fixtureRun } from '../../harness/report/testing/report-fixture.ts';
import { deviationsOf } from '../../harness/reproduce/deviations.ts';
import { configOf, reportSpecOf } from '../../harness/reproduce/reproduction.ts';
import type { Run } from '../../harness/run/read-run.ts';
import type { RunConfig } from '../../harness/run/run-config.ts';
import zerosearch from '../zerosearch/reproduction.ts';
import { qualitySection } from './quality-section.ts';
import doseSimulator from './reproduction.ts';

const { profiles } = doseSimulator;
const configFor = (arm: string): RunConfig =>
  configOf(doseSimulator, { arm, seed: 2, profile: profiles.default });

describe('the arms of dose-simulator', () => {
  it("are ZeroSearch's perfect simulator, degraded, and nothing else", () => {
    const perfect = configOf(zerosearch, { arm: 'perfect-simulator', seed: 2, profile: profiles.default });
    const { trainingSearch } = perfect;
    assert.ok(trainingSearch?.kind === 'curriculum' && 'of' in trainingSearch);
    const { of: inner } = trainingSearch;
    for (const quality of [0, 25, 50, 75, 100]) {
      const settings = { quality: quality / 100 };
      const of = { kind: 'dose-simulator/degraded', settings, of: inner };
      assert.deepEqual(configFor(`quality-${quality}`), {
        ...perfect,
        trainingSearch: { ...trainingSearch, of },
      });
    }
    assert.deepEqual({ ...configFor('twin'), seed: 2 }, configFor('quality-100'));
    assert.notEqual(configFor('twin').seed, 2);
    assert.deepEqual([profiles.default.seeds.length, profiles.default.steps], [5, 80]);
  });

  it('say of what quality their simulator is', () => {
    assert.match(told('quality-25'), /^degraded-simulator: .* holds the answer in 25 % of cases/mu);
    assert.match(told('quality-100'), /^degraded-simulator: .* in 100 % of cases/mu);
    assert.match(told('quality-0'), /^steps: 80 steps instead of 203\.$/mu);
    assert.match(told('quality-0'), /^curriculum-ends: /mu);
    assert.doesNotMatch(told('quality-0'), /noise-only/u);
  });
});

const told = (arm: string): string => deviationsOf(doseSimulator.deviations, configFor(arm)).join('\n');

// 64 questions, two a chunk.
const right = (count: number): string => '1'.repeat(count).padEnd(64, 'm');

/** Five seeds with so many of 64 right in the last third, a question less under every second seed. */
function runsOf(arm: string, late: number, steps = 20): Run[] {
  return [1, 2, 3, 4, 5].map((seed) =>
    fixtureRun({
      arm,
      seed,
      // Of 64 first searches 16 find the chunk before training.
      heldOut: { 0: '0'.repeat(16).padEnd(64, 'm'), [steps]: right(late - (seed % 2)) },
      info: { reproduction: 'dose-simulator', steps, config: fixtureConfig({ seed, steps }) },
    }),
  );
}

const runs = [
  ...runsOf('quality-0', 11),
  ...runsOf('quality-25', 12),
  ...runsOf('quality-50', 30),
  ...runsOf('quality-75', 50),
  ...runsOf('quality-100', 51),
  ...runsOf('twin', 52),
];
const share = (count: number): { count: number; n: number } => ({ count, n: 100 });
const measured = (id: string, useful: number): NonNullable<Results['simulatorQuality']>[number] => ({
  id,
  label: id,
  parameters: 1000,
  usefulWithGold: share(useful),
  goodWithGold: share(useful),
  strayWithGold: share(0),
  noisyWithGold: share(0),
  valid: share(100),
  distinct: share(50),
  similarity: { mean: 0.5, low: 0.4, high: 0.6, n: 100 },
});
const beside = {
  zerosearch: {
    runs: [...runsOf('real', 40, 60), ...runsOf('simulator-s', 20)],
    sanity: [],
    simulatorQuality: [
      measured('simulator-s', 50),
      measured('simulator-s-unseen', 10),
      measured('prompted', 90),
    ],
  },
};
const reportOf = (results: Partial<Results>): Report =>
  makeReport(reportSpecOf(doseSimulator), { runs, sanity: [], ...results });
const lines = (report: Report): string[] =>
  qualitySection
    .render(report)
    .split('\n')
    .filter((line) => /^\| (?!---|Useful|Search in)/u.test(line));

describe('the report of dose-simulator', () => {
  const report = reportOf({ beside });
  const bare = reportOf({});

  it('says from which quality on a simulator is of use, and from which it is good enough', () => {
    const verdicts = Object.fromEntries(report.claims.map(({ claim, result }) => [claim.id, result.verdict]));
    assert.deepEqual(verdicts, {
      'good-enough-at-25': 'inferior',
      'of-use-at-25': 'no difference',
      'good-enough-at-50': 'inferior',
      'of-use-at-50': 'reproduced',
      'good-enough-at-75': 'non-inferior',
      'of-use-at-75': 'reproduced',
    });
    const [none = '', , half = '', , whole = ''] = lines(report);
    assert.match(none, /^\| 0 % \| 64 x 5 seeds \| 16\.3 % \[.*\] \| – \| – \|$/u);
    assert.match(
      half,
      /^\| 50 % \| 64 x 5 seeds \| 45\.9 % \[.*\] \| exploratory: reproduced \| exploratory: inferior \|$/u,
    );
    assert.match(whole, /^\| 100 % \| 64 x 5 seeds \| 78\.8 % \[.*\] \| – \| – \|$/u);
  });

  it('rests on the best and the worst simulator being told apart', () => {
    const flat = reportOf({ runs: [...runsOf('quality-0', 51), ...runs.slice(5)] });
    const said = new Set(flat.claims.map(({ result }) => result.verdict));
    assert.deepEqual(said, new Set(['cannot tell (the run is not sensitive)']));
  });

  it("places ZeroSearch's searches by what was measured of them, where they were run", () => {
    const placed = lines(report).slice(5);
    assert.equal(placed.length, 2);
    // 16 of 64 first searches under each of five seeds; simulators on training questions, of which 50 of 100.
    assert.match(
      placed[0] ?? '',
      /^\| Real search \| 25\.0 % \[.*\] \(n = 320\) \| 64 x 5 seeds \| 61\.6 % \[.*\] \| 60 \|$/u,
    );
    assert.match(
      placed[1] ?? '',
      /^\| Simulator S \| 50\.0 % \[40\.4, 59\.6\] \(n = 100\) \| 64 x 5 seeds \| 30\.3 % \[.*\] \| 20 \|$/u,
    );
    assert.equal(lines(bare).length, 5);
    const rows: Record<string, string>[] = parse(qualitySection.csv?.(report) ?? '', { columns: true });
    assert.deepEqual(
      rows.map(({ search, quality, steps, value }) => [search, quality, steps, value]),
      [
        ['quality-0', '0', '20', '0.1625'],
        ['quality-25', '0.25', '20', '0.178125'],
        ['quality-50', '0.5', '20', '0.459375'],
        ['quality-75', '0.75', '20', '0.771875'],
        ['quality-100', '1', '20', '0.7875'],
        ['zerosearch/real', '0.25', '60', '0.615625'],
        ['zerosearch/simulator-s', '0.5', '20', '0.303125'],
      ],
    );
  });

  it('draws the curve, and names what is placed with its steps where they are others', async function () {
    this.timeout(20_000);
    const figure = qualitySection.figure?.view(report);
    assert.ok(figure !== undefined);
    const svg = await renderSvg(figure);
    assert.match(svg, />Real search \(60 steps\)</u);
    assert.match(svg, />Simulator S</u);
    for (const one of [bare, reportOf({ runs: [] })])
      assert.doesNotMatch(
        `${qualitySection.render(one)}${JSON.stringify(qualitySection.figure?.view(one))}`,
        /NaN|undefined|null/u,
      );
    assert.doesNotMatch(svg, /NaN/u);
  });
});
