import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import { renderSvg } from '../../harness/report/figures/render-svg.ts';
import type { ClaimResult, ClaimVerdict } from '../../harness/report/claims/claim.ts';
import { makeReport, type Report } from '../../harness/report/report.ts';
import { fixtureRun } from '../../harness/report/testing/report-fixture.ts';
import { deviationsOf } from '../../harness/reproduce/deviations.ts';
import { armsOf, configOf, reportSpecOf } from '../../harness/reproduce/reproduction.ts';
import type { MetricsRow } from '../../harness/run/metrics-row.ts';
import type { Run } from '../../harness/run/read-run.ts';
import type { RunConfig } from '../../harness/run/run-config.ts';
import rezero from '../rezero/reproduction.ts';
import { armsAt, cells } from './arms.ts';
import { type TrainingSigns, trainingSigns } from './collapse-signs.ts';
import stability from './reproduction.ts';
import { stabilitySection } from './stability-section.ts';

const { profiles } = stability;
const configFor = (arm: string): RunConfig =>
  configOf(stability, { arm, seed: 2, profile: profiles.default });

describe('the arms of stability', () => {
  it("are ReZero's two at multiples of its learning rate and KL coefficient, and nothing else", () => {
    for (const cell of cells)
      for (const [side, like] of [
        ['treatment', 'rezero'],
        ['control', 'three-reward'],
      ] as const) {
        const theirs = configOf(rezero, { arm: like, seed: 2, profile: profiles.default });
        assert.deepEqual(configFor(armsAt(cell)[side]), {
          ...theirs,
          learningRate: { ...theirs.learningRate, peak: theirs.learningRate.peak * cell.learningRate },
          klCoefficient: theirs.klCoefficient * cell.kl,
        });
      }
    assert.equal(stability.arms.length, 18);
    assert.deepEqual(
      (['smoke', 'default', 'full'] as const).map((name) => armsOf(stability, name).length),
      [2, 12, 18],
    );
  });

  it('say of what learning rate, KL coefficient and length they are', () => {
    const told = (arm: string): string => deviationsOf(stability.deviations, configFor(arm)).join('\n');
    const { peak } = configFor('rezero-lr10-kl0').learningRate;
    assert.ok(told('rezero-lr10-kl0').includes(`learning-rate: a peak of ${peak} instead of 5e-6`));
    assert.match(told('rezero-lr10-kl0'), /^kl-coefficient: a KL coefficient of 0 instead of 0\.04/mu);
    assert.doesNotMatch(told('rezero-lr1-kl1'), /^kl-coefficient: /mu);
    assert.match(told('rezero-lr1-kl1'), /^steps: 300 steps instead of 1000/mu);
  });
});

/** Rows of training: right until step 10, and from then on with what is given. */
function rowsOf(late: MetricsRow, steps = 20): MetricsRow[] {
  const usual = {
    correctness: 0.6,
    format: 1,
    answered_share: 1,
    reward_mean: 5,
    entropy: 0.4,
    kl: 0.1,
    searches_per_episode: 1.5,
    policy_tokens_per_episode: 30,
  };
  return Array.from({ length: steps }, (_, i) => ({
    step: i + 1,
    ...usual,
    // The peak is reached at step 8, in the mean of steps 4 to 8.
    correctness: i + 1 >= 4 && i + 1 <= 8 ? 0.7 : 0.6,
    ...(i + 1 > 10 ? late : {}),
  }));
}

interface Fate {
  readonly collapseStep: number | null;
  /** Columns after step 10. */
  readonly late?: MetricsRow;
}

function run(arm: string, seed: number, { collapseStep, late = {} }: Fate): Run {
  return fixtureRun({
    arm,
    seed,
    heldOut: { 0: '10', 20: '11' },
    info: {
      reproduction: 'stability',
      status: collapseStep === null ? 'complete' : 'collapsed',
      collapseStep,
    },
    metrics: rowsOf(late),
  });
}

const signsOf = (late: MetricsRow): TrainingSigns =>
  trainingSigns(run('rezero-lr10-kl0', 1, { collapseStep: 15, late }));

const near = (value: number | null, expected: number): boolean => Math.abs((value ?? 0) - expected) < 1e-12;

describe('signs of a collapse', () => {
  it('hold the five steps up to it against the five of highest correctness before', () => {
    const { peakStep, changes, collapse } = signsOf({ correctness: 0.1, entropy: 0.05 });
    assert.deepEqual([collapse, peakStep], [15, 8]);
    assert.ok(near(changes.correctness.peak, 0.7) && near(changes.correctness.end, 0.1));
    assert.ok(near(changes.entropy.peak, 0.4) && near(changes.entropy.end, 0.05));
    assert.deepEqual(changes.searches_per_episode, { peak: 1.5, end: 1.5 });
  });

  it('are named by the columns that moved', () => {
    const wrong = { correctness: 0.1, reward_mean: 1 };
    for (const [late, expected] of [
      [wrong, ['wrong']],
      [{ ...wrong, answered_share: 0.2, format: 0.3 }, ['silent', 'formless']],
      [{ ...wrong, reward_mean: 4.6 }, ['paid all the same']],
      [{ ...wrong, reward_mean: 4.4 }, ['wrong']],
      [{ ...wrong, entropy: 0.2 }, ['frozen']],
      [{ ...wrong, entropy: 0.8, kl: 3 }, ['random', 'far']],
      [{ ...wrong, entropy: null, kl: null }, ['wrong']],
    ] as const)
      assert.deepEqual(signsOf(late).signs, expected, JSON.stringify(late));
  });

  it('are none of a run that did not collapse, which is read at its end', () => {
    const { signs, changes, collapse, peakStep } = trainingSigns(
      run('a', 1, { collapseStep: null, late: { correctness: 0.65 } }),
    );
    assert.deepEqual([signs, collapse, peakStep], [[], null, 8]);
    assert.ok(Math.abs((changes.correctness.end ?? 0) - 0.65) < 1e-12);
    const short = trainingSigns({ ...run('a', 1, { collapseStep: null }), metrics: rowsOf({}, 3) });
    assert.deepEqual([short.peakStep, short.changes.correctness.peak], [null, null]);
  });
});

const reportOf = (runs: readonly Run[]): Report => makeReport(reportSpecOf(stability), { runs, sanity: [] });

/** Three seeds of both arms at six places; collapse steps by arm and learning rate. */
function grid(steps: (retry: boolean, rate: number, kl: number) => number | null): Run[] {
  return cells
    .filter(({ kl }) => kl !== 0.25)
    .flatMap((cell) =>
      [1, 2, 3].flatMap((seed) => {
        const { treatment, control } = armsAt(cell);
        const late = { correctness: 0.1, reward_mean: 5 };
        return [
          run(treatment, seed, { collapseStep: steps(true, cell.learningRate, cell.kl), late }),
          run(control, seed, { collapseStep: steps(false, cell.learningRate, cell.kl), late }),
        ];
      }),
    );
}

const judged = (runs: readonly Run[]): Record<string, ClaimResult> =>
  Object.fromEntries(reportOf(runs).claims.map(({ claim, result }) => [claim.id, result]));
const verdicts = (runs: readonly Run[]): ClaimVerdict[] =>
  Object.values(judged(runs)).map(({ verdict }) => verdict);

describe('the claims of stability', () => {
  it('are told by which of two runs collapses first', () => {
    // The retry arm at step 12, the other at 15, and at the lowest rate neither.
    const runs = grid((retry, rate) => (rate === 1 ? null : retry ? 12 : 15));
    assert.deepEqual(verdicts(runs), ['reproduced', 'reproduced', 'cannot tell']);
    const { 'retry-collapses-sooner': sooner } = judged(runs);
    // 18 pairs of runs; 12 of them differ: p = 2 / 2^12.
    assert.equal(sooner?.measured, 'first to collapse in 12 of 18 pairs, last in 0');
    assert.ok(Math.abs((sooner?.p ?? 0) - 2 / 2 ** 12) < 1e-9);
    assert.deepEqual(verdicts(grid((retry, _, kl) => (retry ? null : kl === 1 ? 12 : null))), [
      'opposite',
      'cannot tell',
      'opposite',
    ]);
  });

  it('cannot be told where nothing collapses, from too few runs, or from one that is not at its end', () => {
    assert.deepEqual(verdicts(grid(() => null)), ['cannot tell', 'cannot tell', 'cannot tell']);
    const few = grid((retry) => (retry ? 12 : null)).slice(0, 10);
    assert.equal(
      judged(few)['retry-collapses-sooner']?.reason,
      '5 of at least 6 pairs of runs with one seed',
    );
    const [first, ...rest] = grid((retry) => (retry ? 12 : null));
    assert.ok(first !== undefined);
    const open: Run = { ...first, info: { ...first.info, status: 'incomplete' } };
    assert.equal(judged([open, ...rest])['retry-collapses-sooner']?.verdict, 'not comparable');
  });
});

describe('the report of stability', () => {
  const report = reportOf(grid((retry, rate) => (rate === 1 ? null : retry ? 12 : 15)));

  it('has a row for each arm at each place, with when it collapsed and how', () => {
    const text = stabilitySection.render(report);
    const row = (start: string): string => text.split('\n').find((line) => line.startsWith(start)) ?? '';
    assert.match(
      row('| x 10 | x 0 | with retry |'),
      /^\| x 10 \| x 0 \| with retry \| 3 of 3 \| 12, 12, 12 \| 0\.7 → 0\.42 \| 1 → 1 \| .* \| paid all the same 3 \|$/u,
    );
    assert.match(row('| x 1 | x 1 | three rewards |'), /\| 0 of 3 \| – \| 0\.7 → 0\.1 \| .* \| – \|$/u);
    assert.equal(row('| x 1 | x 0.25 |'), '');
    const rows: Record<string, string>[] = parse(stabilitySection.csv?.(report) ?? '', { columns: true });
    assert.equal(rows.length, 36);
    const found = rows.find(({ arm, seed }) => arm === 'rezero-lr10-kl0' && seed === '2');
    assert.deepEqual(
      [
        found?.['collapse_step'],
        found?.['peak_step'],
        found?.['correctness_peak'],
        found?.['correctness_end'],
      ],
      ['12', '8', '0.7', '0.42'],
    );
  });

  it('draws correctness, entropy and KL at each learning rate', async function () {
    this.timeout(20_000);
    const figure = stabilitySection.figure?.view(report);
    assert.ok(figure !== undefined);
    const svg = await renderSvg(figure);
    for (const title of ['Learning rate x 1', 'Learning rate x 10', 'entropy, nats a token'])
      assert.ok(svg.includes(`>${title}<`), title);
    assert.doesNotMatch(svg, /NaN/u);
  });

  it('says nothing where nothing was run', () => {
    assert.equal(stabilitySection.render(reportOf([])), '');
  });
});
