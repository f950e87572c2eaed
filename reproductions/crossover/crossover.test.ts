import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import { renderMarkdown } from '../../harness/report/pages/render-markdown.ts';
import { makeReport } from '../../harness/report/report.ts';
import { fixtureRun } from '../../harness/report/testing/report-fixture.ts';
import { deviationsOf } from '../../harness/reproduce/deviations.ts';
import { armsOf, configOf, reportSpecOf } from '../../harness/reproduce/reproduction.ts';
import type { Run } from '../../harness/run/read-run.ts';
import type { RunConfig } from '../../harness/run/run-config.ts';
import zerosearch from '../zerosearch/reproduction.ts';
import { armsSection } from './arms-section.ts';
import crossover from './reproduction.ts';
import { rewardSets } from './rewards.ts';

const { profiles } = crossover;
const configFor = (arm: string): RunConfig =>
  configOf(crossover, { arm, seed: 2, profile: profiles.default });
const deviations = (arm: string): string[] => deviationsOf(crossover.deviations, configFor(arm));

/** The deviations of an arm that crossing is the reason for. */
const crossingOf = (arm: string): (string | undefined)[] =>
  deviations(arm).flatMap((one) => (one.startsWith('crossover') ? [one.split(':')[0]] : []));

describe('the arms of the crossover', () => {
  it("are ZeroSearch's recipe with another reward, and nothing else", () => {
    const expected = [
      ['real', 'real', 'zerosearch-f1-only4'],
      ['real-retry', 'real', 'zerosearch-f1-retry'],
      ['simulator', 'simulator-l', 'zerosearch-f1-only4'],
      ['simulator-retry', 'simulator-l', 'zerosearch-f1-retry'],
      ['informed-retry', 'real', 'zerosearch-f1-informed'],
    ] as const;
    assert.deepEqual(
      crossover.arms.map(({ id }) => id),
      [...expected.map(([arm]) => arm), 'twin'],
    );
    for (const [arm, like, set] of expected) {
      const config = configFor(arm);
      const theirs = configOf(zerosearch, { arm: like, seed: 2, profile: profiles.default });
      assert.deepEqual(config, { ...theirs, rewards: rewardSets[set].rewards });
      assert.notDeepEqual(config.rewards, theirs.rewards);
      const crossed = deviations(arm).filter((one) => one.startsWith('crossed-papers: '));
      assert.deepEqual(crossed, [
        `crossed-papers: neither paper trained this arm; it is ZeroSearch's arm ${like} with the reward preset ${set} instead of zerosearch-f1.`,
      ]);
      assert.equal(new Set(deviations(arm)).size, deviations(arm).length);
    }
    assert.deepEqual([crossingOf('real'), crossingOf('real-retry')], [['crossover-baseline'], ['crossover']]);
    assert.deepEqual(
      [crossingOf('simulator'), crossingOf('simulator-retry')],
      [['crossover-baseline'], ['crossover']],
    );
    assert.deepEqual([crossingOf('informed-retry'), crossingOf('twin')], [[], ['crossover-baseline']]);
  });

  it('have a twin of the baseline under other seeds, and say of the positive control what it is paid', () => {
    const { seed, ...twin } = configFor('twin');
    const { seed: own, ...real } = configFor('real');
    assert.deepEqual(twin, real);
    assert.notEqual(seed, own);
    const ids = (arm: string): (string | undefined)[] => deviations(arm).map((one) => one.split(':')[0]);
    assert.ok(
      ids('informed-retry').includes('informed-retry') && !ids('real-retry').includes('informed-retry'),
    );
    assert.equal(ids('real').filter((id) => id === 'controls').length, 1);
    assert.doesNotMatch(deviations('real').join(' '), /noise-only/u);
  });

  it('keep the deviations of the recipe and of the reward that is paid', () => {
    for (const id of ['policy', 'simulators', 'em-is-equality'])
      assert.equal(deviations('simulator').filter((one) => one.startsWith(`${id}: `)).length, 1, id);
  });

  it('refuse an arm that is not there', () => {
    assert.throws(() => configFor('simulator-l'), {
      kind: 'configuration',
      message: /no arm "simulator-l"/u,
    });
  });

  it("have ZeroSearch's sizes, all four in each, and controls where it has its own", () => {
    for (const name of ['smoke', 'default', 'full'] as const) {
      assert.deepEqual(profiles[name], zerosearch.profiles[name], name);
      const hasControls = armsOf(zerosearch, name).some(({ id }) => id === 'twin');
      assert.deepEqual(armsOf(crossover, name), crossover.arms.slice(0, hasControls ? 6 : 4), name);
    }
    assert.deepEqual([profiles.smoke.seeds, profiles.smoke.steps], [[1], 2]);
  });
});

/** Three seeds with the same outcomes at both steps. */
function ofArm(arm: string, outcomes: string): Run[] {
  return [1, 2, 3].map((seed) =>
    fixtureRun({ arm, seed, dev: { 10: '1' }, heldOut: { 10: outcomes, 20: outcomes } }),
  );
}

describe('the report of the crossover', () => {
  // 12 of 16 right over 1.5 searches; of the 12 that missed 8 recovered.
  const letters = 'rrrrrrrrmmmm1111';
  const runs = [1, 2, 3].map((seed) =>
    fixtureRun({ arm: 'simulator-retry', seed, dev: { 10: '1' }, heldOut: { 10: letters } }),
  );
  const report = makeReport(reportSpecOf(crossover), { runs, sanity: [] });

  it('is one table of the four arms, a dash where an arm was not run', () => {
    const lines = armsSection.render(report).split('\n');
    assert.match(
      lines.at(-1) ?? '',
      /^\| simulator L \| F1 and retry \| 16 x 3 seeds \| 75\.0 % \[.+\] \| 1\.50 \[.+\] \| 66\.7 % \[.+\] \(12 questions x 3 seeds\) \|$/u,
    );
    assert.equal(lines.at(-4), '| real | F1 | – | – | – | – |');
    const rows: Record<string, string>[] = parse(armsSection.csv?.(report) ?? '', { columns: true });
    assert.deepEqual(
      rows.map(({ arm, metric, value, plays }) => [arm, metric, value, plays]),
      [
        ['simulator-retry', 'accuracy', '0.75', '48'],
        ['simulator-retry', 'searches', '1.5', '48'],
        ['simulator-retry', 'recovery', '0.666667', '36'],
      ],
    );
  });

  it('opens with what its controls could tell, by the rule of each claim', () => {
    // Three seeds of sixteen chunks; what recovers, right after a missed first search, is the difference.
    const [most, few] = ['r'.repeat(30), 'r'.repeat(6)].map((right) => right.padEnd(32, 'm'));
    const opening = (informed: string): string[] =>
      renderMarkdown(
        makeReport(reportSpecOf(crossover), {
          runs: [
            ...ofArm('real', few ?? ''),
            ...ofArm('twin', `${few?.slice(1)}m`),
            ...ofArm('informed-retry', informed),
          ],
          sanity: [],
        }),
      )
        .split('\n')
        .filter((line) => /^- \*\*(?:not )?sensitive/u.test(line))
        .slice(0, 3);
    for (const line of opening(most ?? '').slice(0, 2))
      assert.match(line, /^- \*\*sensitive\*\* in .*: informed-retry against real was told apart/u);
    for (const line of opening(`${few?.slice(1)}m`).slice(0, 2))
      assert.match(line, /^- \*\*not sensitive\*\* in .*: the positive control informed-retry against real/u);
  });

  it('cites both papers and says that they have no number', () => {
    const { citation, rows, curves, comparison } = report.spec.paper;
    assert.match(citation, /2505\.04588.*2504\.11001/u);
    assert.deepEqual([rows, curves, comparison], [[], [], null]);
    assert.ok(renderMarkdown(report).includes('No published numbers exist'));
  });
});
