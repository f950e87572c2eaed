import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import { renderMarkdown } from '../../harness/report/pages/render-markdown.ts';
import { makeReport } from '../../harness/report/report.ts';
import { fixtureRun } from '../../harness/report/testing/report-fixture.ts';
import type { TrainConfig } from '../../harness/run/run-config.ts';
import { embeddedRecipe } from '../zerosearch/recipe.ts';
import zerosearch from '../zerosearch/reproduction.ts';
import { armsSection } from './arms-section.ts';
import { crossoverReport } from './crossover-report.ts';
import crossover from './reproduction.ts';

const { profiles, recipe } = crossover;
const configOf = (arm: string): TrainConfig => recipe({ arm, seed: 2, profile: profiles.default });
const without = (config: TrainConfig): object => ({ ...config, rewardPreset: '', deviations: [] });

describe('the arms of the crossover', () => {
  it("are ZeroSearch's recipe with another reward, and nothing else", () => {
    const expected = [
      ['real', 'real', 'zerosearch-f1-only4'],
      ['real-retry', 'real', 'zerosearch-f1-retry'],
      ['simulator', 'simulator-l', 'zerosearch-f1-only4'],
      ['simulator-retry', 'simulator-l', 'zerosearch-f1-retry'],
    ] as const;
    assert.deepEqual(
      crossover.arms,
      expected.map(([arm]) => arm),
    );
    for (const [arm, like, preset] of expected) {
      const config = configOf(arm);
      assert.equal(config.rewardPreset, preset);
      assert.deepEqual(
        without(config),
        without(embeddedRecipe({ arm: like, seed: 2, profile: profiles.default })),
      );
      assert.equal(config.deviations.filter((one) => one.startsWith('crossed-papers: ')).length, 1);
      assert.equal(new Set(config.deviations).size, config.deviations.length);
    }
    assert.ok(configOf('real-retry').deviations.some((one) => one.startsWith('crossover: ')));
    assert.ok(configOf('simulator').deviations.some((one) => one.startsWith('crossover-baseline: ')));
  });

  it('keep the deviations of the recipe and of the reward that is paid', () => {
    for (const id of ['policy', 'simulators', 'em-is-equality'])
      assert.equal(configOf('simulator').deviations.filter((one) => one.startsWith(`${id}: `)).length, 1, id);
  });

  it('refuse an arm that is not there', () => {
    assert.throws(() => configOf('simulator-l'), { kind: 'configuration', message: /no arm "simulator-l"/u });
  });

  it("have ZeroSearch's sizes, all four in each", () => {
    for (const name of ['smoke', 'default', 'full'] as const)
      assert.deepEqual(profiles[name], { ...zerosearch.profiles[name], arms: crossover.arms }, name);
    assert.deepEqual([profiles.smoke.seeds, profiles.smoke.steps], [[1], 2]);
  });
});

describe('the report of the crossover', () => {
  // 12 of 16 right over 1.5 searches; of the 12 that missed 8 recovered.
  const letters = 'rrrrrrrrmmmm1111';
  const runs = [1, 2, 3].map((seed) =>
    fixtureRun({ arm: 'simulator-retry', seed, dev: { 10: '1' }, heldOut: { 10: letters } }),
  );
  const report = makeReport(crossoverReport(), { runs, sanity: [] });

  it('is one table of the four arms, a dash where an arm was not run', () => {
    const lines = armsSection.render(report).split('\n');
    assert.match(
      lines.at(-1) ?? '',
      /^\| simulator L \| F1 and retry \| 48 \(3 seeds\) \| 75\.0 % \[.+\] \| 1\.50 \[.+\] \| 66\.7 % \[.+\] \(n = 36\) \|$/u,
    );
    assert.equal(lines.at(-4), '| real | F1 | – | – | – | – |');
    const rows: Record<string, string>[] = parse(armsSection.csv?.(report) ?? '', { columns: true });
    assert.deepEqual(
      rows.map(({ arm, metric, value, n }) => [arm, metric, value, n]),
      [
        ['simulator-retry', 'accuracy', '0.75', '48'],
        ['simulator-retry', 'searches', '1.5', '48'],
        ['simulator-retry', 'recovery', '0.666667', '36'],
      ],
    );
  });

  it('cites both papers and says that they have no number', () => {
    const { citation, rows, curves, comparison } = report.spec.paper;
    assert.match(citation, /2505\.04588.*2504\.11001/u);
    assert.deepEqual([rows, curves, comparison], [[], [], null]);
    assert.ok(renderMarkdown(report).includes('No published numbers exist'));
  });
});
