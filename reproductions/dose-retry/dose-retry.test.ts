import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import { packageRoot } from '../../harness/core/package-root.ts';
import { renderSvg } from '../../harness/report/figures/render-svg.ts';
import type { ClaimVerdict } from '../../harness/report/claims/claim.ts';
import { makeReport, type Report } from '../../harness/report/report.ts';
import type { Results } from '../../harness/report/read/results.ts';
import { fixtureRun } from '../../harness/report/testing/report-fixture.ts';
import { deviationsOf } from '../../harness/reproduce/deviations.ts';
import { armsOf, configOf, reportSpecOf } from '../../harness/reproduce/reproduction.ts';
import type { Run } from '../../harness/run/read-run.ts';
import type { RunConfig } from '../../harness/run/run-config.ts';
import rezero from '../rezero/reproduction.ts';
import { persistenceSection } from './persistence-section.ts';
import { afterMiss, persistences, policiesOf } from './persistence.ts';
import doseRetry from './reproduction.ts';

const { profiles } = doseRetry;
const taught = persistences.flatMap(policiesOf);
const configFor = (arm: string): RunConfig =>
  configOf(doseRetry, { arm, seed: 2, profile: profiles.default });

describe('the base policies of dose-retry', () => {
  it('are to search again as often as they aim, sampled at the temperature of training', () => {
    const { temperature } = configFor('rezero-3');
    for (const { aim, taught: rate } of persistences) {
      const [search, other] = [rate ** (1 / temperature), (1 - rate) ** (1 / temperature)];
      const sampled = search / (search + other);
      assert.ok(Math.abs(sampled / aim - 1) < 0.06, `${rate} is sampled at ${sampled}`);
    }
  });

  it('are taught as the mixture but for what follows a miss', () => {
    const { afterMiss: weights } = afterMiss({ taught: 0.07 });
    for (const [key, value] of Object.entries({ search: 0.07, answer: 0.53, giveUp: 0.4 }))
      assert.ok(Math.abs(weights[key as keyof typeof weights] - value) < 1e-12, key);
    const { search, answer, giveUp } = afterMiss({ taught: 0.32 }).afterMiss;
    assert.equal(search, 0.32);
    assert.ok(
      Math.abs(search + answer + giveUp - 1) < 1e-12 && Math.abs(answer / giveUp - 0.53 / 0.4) < 1e-12,
    );
  });

  it('are made by a recipe that knows the policy they are taught from, each by its own', async () => {
    const recipes = await Promise.all(
      taught.map(async ({ folder }) => JSON.stringify(await doseRetry.makes?.[folder]?.recipe())),
    );
    assert.equal(new Set(recipes).size, 8);
    for (const [i, { persistence, lessonSeed }] of taught.entries()) {
      assert.match(recipes[i] ?? '', /"model\.safetensors":"[0-9a-f]{64}"/u);
      assert.ok(recipes[i]?.includes(`"afterMiss":{"search":${persistence.taught},`));
      assert.ok(recipes[i]?.includes(`"seed":${lessonSeed},`));
    }
    // As the cards of ReZero's own say.
    for (const [i, name] of ['meridian-base', 'meridian-base-2'].entries()) {
      const card = readFileSync(join(packageRoot(), 'data', 'models', name, 'README.md'), 'utf8');
      const { lessonSeed } = taught[i] ?? assert.fail();
      assert.ok(card.includes(`from \`meridian-patient\`; mixture \`impatient\`, seed ${lessonSeed},`), name);
    }
  });
});

describe('the arms of dose-retry', () => {
  it("are ReZero's from another policy, and nothing else, both at each persistence", () => {
    const ids = persistences.flatMap(({ id }) => [`rezero-${id}`, `three-reward-${id}`]);
    assert.deepEqual(
      doseRetry.arms.map(({ id }) => id),
      [...ids, 'informed-retry', 'twin'],
    );
    const models: [string, string, string][] = [
      ...persistences.flatMap(({ id }): [string, string, string][] => [
        [`rezero-${id}`, 'rezero', id],
        [`three-reward-${id}`, 'three-reward', id],
      ]),
      ['informed-retry', 'informed-retry', '3'],
    ];
    for (const [arm, like, id] of models) {
      const theirs = configOf(rezero, { arm: like, seed: 2, profile: profiles.default });
      const policy = { kind: 'embedded', folder: `results/dose-retry/policies/again-${id}-2` };
      assert.deepEqual(configFor(arm), { ...theirs, policy }, arm);
    }
    assert.deepEqual({ ...configFor('twin'), seed: 2 }, configFor('three-reward-3'));
    assert.notEqual(configFor('twin').seed, 2);
    const odd = configOf(doseRetry, { arm: 'rezero-3', seed: 1, profile: profiles.default });
    assert.deepEqual(odd.policy, { kind: 'embedded', folder: 'results/dose-retry/policies/again-3' });
  });

  it('need one base policy for a smoke run, and are five seeds a point otherwise', () => {
    const starts = (name: 'smoke' | 'default'): Set<unknown> =>
      new Set(
        armsOf(doseRetry, name).flatMap(({ id }) =>
          profiles[name].seeds.map((seed) =>
            JSON.stringify(configOf(doseRetry, { arm: id, seed, profile: profiles[name] }).policy),
          ),
        ),
      );
    assert.deepEqual([starts('smoke').size, starts('default').size], [1, 8]);
    assert.deepEqual([profiles.default.seeds.length, profiles.default.steps], [5, 40]);
  });

  it('say how the base policy was taught, how long they are, and of which controls', () => {
    const told = deviationsOf(doseRetry.deviations, configFor('rezero-1')).join('\n');
    assert.match(told, /^persistence: .* search again after 1\.5 % of misses;/mu);
    assert.match(told, /^steps: 40 steps instead of 1000/mu);
    assert.doesNotMatch(told, /placebo/u);
    assert.equal(told.match(/^controls: /gmu)?.length, 1);
  });
});

// 64 questions, two a chunk.
const right = (count: number): string => '1'.repeat(count).padEnd(64, '0');

/** Five seeds, at step 10 (the end of the first half) and at step 20 (the last third) so many right of 64. */
function runsOf(arms: Readonly<Record<string, readonly [early: number, late: number]>>): Run[] {
  return Object.entries(arms).flatMap(([arm, [early, late]]) =>
    [1, 2, 3, 4, 5].map((seed) =>
      fixtureRun({
        arm,
        seed,
        heldOut: { 0: right(10), 10: right(early - (seed % 2)), 20: right(late - (seed % 2)) },
        info: { reproduction: 'dose-retry' },
      }),
    ),
  );
}

const runs = runsOf({
  'rezero-1': [50, 50],
  'three-reward-1': [12, 40],
  'rezero-3': [40, 50],
  'three-reward-3': [12, 50],
  'rezero-10': [20, 30],
  'three-reward-10': [20, 31],
  'rezero-30': [40, 12],
  'three-reward-30': [40, 50],
  'informed-retry': [60, 60],
  twin: [13, 51],
});

/** Interval of half a point on both sides. */
const around = (estimate: number): { estimate: number; low: number; high: number } => ({
  estimate,
  low: estimate / 2,
  high: estimate * 2,
});
const policies = taught.map(({ id, persistence: { aim } }, i) => ({
  id,
  rows: [
    // The second of a persistence searches again twice as often as the first.
    { id: 'again-after-miss', share: around((aim / 1.5) * (1 + (i % 2))), cases: 400, questions: 120 },
    { id: 'accuracy/dev', share: around(0.2), cases: 1024, questions: 64 },
  ],
}));
const reportOf = (results: Partial<Results>): Report =>
  makeReport(reportSpecOf(doseRetry), { runs, sanity: [], ...results });

describe('the report of dose-retry', () => {
  const report = reportOf({ policies });

  it('judges the retry reward at each persistence, early and late apart, and the least against the most', () => {
    const verdicts: Record<string, ClaimVerdict> = Object.fromEntries(
      report.claims.map(({ claim, result }) => [claim.id, result.verdict]),
    );
    assert.deepEqual(verdicts, {
      'early-at-1': 'reproduced',
      'late-at-1': 'reproduced',
      'early-at-3': 'reproduced',
      'late-at-3': 'no difference',
      'early-at-10': 'no difference',
      'late-at-10': 'no difference',
      'early-at-30': 'no difference',
      'late-at-30': 'opposite',
      'impatient-gains-more': 'reproduced',
    });
    // At step 10 38 of 64 questions, and half of that over a first half that starts at 0; nothing with persistence 30.
    const { effect } = report.claims.find(({ claim }) => claim.id === 'impatient-gains-more')?.result ?? {};
    assert.ok(Math.abs((effect?.estimate ?? 0) - 38 / 64 / 2) < 1e-9);
  });

  it('rests on its controls', () => {
    const blind = reportOf({
      runs: runs.map((run) => (run.info.arm === 'twin' ? { ...run, info: { ...run.info, arm: 'x' } } : run)),
    });
    const said = new Set(blind.claims.map(({ result }) => result.verdict));
    assert.deepEqual(said, new Set(['cannot tell (the run is not sensitive)']));
  });

  it('has a row a persistence, with what was measured and the effects of the verdicts', () => {
    const lines = persistenceSection.render(report).split('\n').slice(-4);
    assert.match(
      lines[0] ?? '',
      /^\| 1\.5 % \| 1\.0 % \[0\.3, 2\.7\] \(800 misses\) \| 20\.0 % \[10\.0, 40\.0\] \| \+29\.7 points \[.*\] \| exploratory: reproduced \| \+15\.6 points \[/u,
    );
    const rows: Record<string, string>[] = parse(persistenceSection.csv?.(report) ?? '', { columns: true });
    assert.deepEqual(
      rows.filter(({ policy }) => policy === '1').map(({ metric, value, n }) => [metric, value, n]),
      [
        ['again_after_miss', '0.01', '800'],
        ['accuracy_dev', '0.2', ''],
        ['effect_first_half', '0.296875', '64'],
        ['effect_last_third', '0.15625', '64'],
      ],
    );
  });

  it('has dashes and no point for what was not measured', () => {
    const bare = reportOf({});
    assert.match(persistenceSection.render(bare).split('\n').at(-1) ?? '', /^\| 32 % \| – \| – \| /u);
    for (const one of [bare, reportOf({ runs: [], policies })]) {
      const text = `${persistenceSection.render(one)}${JSON.stringify(persistenceSection.figure?.view(one))}`;
      assert.doesNotMatch(text, /NaN|undefined|null/u);
    }
  });

  it('draws the effects against the measured persistence', async function () {
    this.timeout(20_000);
    const figure = persistenceSection.figure?.view(report);
    assert.ok(figure !== undefined);
    const values = [...JSON.stringify(figure).matchAll(/"dose":([\d.]+),[^}]*"effect":(-?[\d.]+)/gu)].map(
      ([, dose, effect]) => `${dose} ${Number(effect).toFixed(3)}`,
    );
    for (const point of ['0.01 0.297', '0.03 0.219', '0.1 0.000', '0.01 0.156', '0.3 -0.594'])
      assert.ok(values.includes(point), `${point} of ${values.join(', ')}`);
    const svg = await renderSvg(figure);
    assert.match(svg, />Retry reward: early/u);
    assert.doesNotMatch(svg, /NaN/u);
  });
});
