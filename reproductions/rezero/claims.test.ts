import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ClaimResult, ClaimVerdict } from '../../harness/report/claims/claim.ts';
import { fixtureRun } from '../../harness/report/testing/report-fixture.ts';
import type { Run } from '../../harness/run/read-run.ts';
import { rezeroClaims } from './claims.ts';
import { readRezeroPaper } from './paper.ts';

const paper = readRezeroPaper();
const claims = rezeroClaims(paper);

type Letters = Readonly<Record<number, string>>;

/** Five seeds of each arm, 30 steps, dev best at step 10. */
function runsOf(rezero: Letters, baseline: Letters): Run[] {
  return [1, 2, 3, 4, 5].flatMap((seed) =>
    [
      { arm: 'rezero', heldOut: rezero },
      { arm: 'three-reward', heldOut: baseline },
    ].map((one) => fixtureRun({ ...one, seed, dev: { 0: '00', 10: '11', 20: '10' }, info: { steps: 30 } })),
  );
}

function judge(id: string, runs: readonly Run[]): ClaimResult {
  const claim = claims.find((one) => one.id === id);
  assert.ok(claim !== undefined, id);
  return claim.evaluate({ runs, sanity: [] });
}

/** The same runs, as if they were to train to the paper's first collapse. */
const long = (runs: readonly Run[]): Run[] =>
  runs.map((run) => ({ ...run, info: { ...run.info, config: { ...run.info.config, steps: 450 } } }));

const verdicts = (runs: readonly Run[]): Record<string, ClaimVerdict> =>
  Object.fromEntries(claims.map((claim) => [claim.id, judge(claim.id, runs).verdict]));

const all = '1'.repeat(64);
const none = 'm'.repeat(64);
const retried = 'r'.repeat(64);
describe("ReZero's published numbers", () => {
  it('come from paper.csv', () => {
    assert.deepEqual(
      paper.rows.map(({ correct, n, step, collapse }) => [correct, n, step, collapse]),
      [
        [15, 32, 250, 450],
        [8, 32, 350, 700],
        [5, 32, 0, null],
      ],
    );
    assert.equal(paper.peakDifference, 7 / 32);
    const [curve] = paper.curves;
    assert.deepEqual(
      curve?.points.map(({ step, correct }) => [step, correct]),
      [
        [0, 5],
        [50, 7],
        [100, 9],
        [150, 9],
        [200, 12],
        [250, 15],
        [300, 10],
        [350, 4],
        [400, 6],
        [450, 0],
        [500, 1],
        [550, 0],
      ],
    );
  });
});

describe("ReZero's claims", () => {
  it('have one primary claim, and a smallest effect of interest each', () => {
    assert.deepEqual(
      claims.map(({ id, standing, delta }) => [id, standing, delta.value]),
      [
        ['higher-accuracy', 'primary', 0.1],
        ['higher-peak', 'exploratory', 0.1],
        ['higher-peak-test-picked', 'exploratory', 0.1],
        ['faster-early-learning', 'exploratory', 0.1],
        ['both-collapse', 'exploratory', 0.05],
        ['more-searches', 'exploratory', 0.25],
        ['better-recovery', 'exploratory', 0.15],
      ],
    );
  });

  it('are all reproduced by runs in which they hold, but for a collapse that thirty steps cannot show', () => {
    const runs = runsOf(
      { 0: none, 10: retried, 20: none, 30: retried },
      { 0: none, 10: `${'1'.repeat(4)}${'m'.repeat(60)}`, 20: none, 30: none },
    );
    assert.deepEqual(verdicts(runs), {
      'higher-accuracy': 'reproduced',
      'higher-peak': 'reproduced',
      'higher-peak-test-picked': 'reproduced',
      'faster-early-learning': 'reproduced',
      'both-collapse': 'not comparable',
      'more-searches': 'reproduced',
      'better-recovery': 'reproduced',
    });
  });

  it('find no difference in two arms that are nearly equal, and are opposite when the arms are exchanged', () => {
    const late = `${'r'.repeat(32)}${'m'.repeat(32)}`;
    const equal = { 0: none, 10: late, 20: all, 30: late };
    const nearly = { ...equal, 20: `m${all.slice(1)}` };
    const { 'both-collapse': _, ...found } = verdicts(runsOf(equal, nearly));
    assert.deepEqual(new Set(Object.values(found)), new Set(['no difference']));
    const exchanged = verdicts(
      runsOf({ 0: none, 10: none, 20: none, 30: none }, { 0: none, 10: retried, 20: retried, 30: retried }),
    );
    for (const id of [
      'higher-accuracy',
      'higher-peak',
      'faster-early-learning',
      'more-searches',
      'better-recovery',
    ])
      assert.equal(exchanged[id], 'opposite', id);
  });

  it('judge accuracy over the last third, the peak where dev chose, the habit at the best held-out step', () => {
    const runs = runsOf({ 0: none, 10: none, 20: all, 30: none }, { 0: none, 10: none, 20: none, 30: none });
    assert.equal(judge('higher-accuracy', runs).verdict, 'no difference');
    assert.equal(judge('higher-peak', runs).verdict, 'no difference');
    assert.equal(judge('higher-peak-test-picked', runs).verdict, 'reproduced');
  });

  it('judge early learning over the first third only', () => {
    const late = runsOf({ 0: none, 10: none, 20: all, 30: all }, { 0: none, 10: none, 20: none, 30: none });
    assert.equal(judge('faster-early-learning', late).verdict, 'no difference');
    const sparse = runsOf({ 0: none, 20: all }, { 0: none, 20: none });
    assert.equal(judge('faster-early-learning', sparse).verdict, 'not comparable');
  });

  it('call a collapse of both arms reproduced, and never make a verdict of one run', () => {
    const falls = { 0: none, 10: all, 20: none, 30: none };
    const stands = { 0: none, 10: all, 20: all, 30: all };
    const stood = { ...stands, 30: `m${all.slice(1)}` };
    assert.equal(judge('both-collapse', long(runsOf(falls, stands))).verdict, 'cannot tell');
    assert.equal(judge('both-collapse', long(runsOf(stood, stands))).verdict, 'cannot tell');
    const both = judge('both-collapse', long(runsOf(falls, { ...falls, 20: `1${none.slice(1)}` })));
    assert.equal(both.verdict, 'reproduced');
    assert.match(
      both.measured,
      /^100\.0 % \[47\.8, 100\.0\] against 100\.0 % \[47\.8, 100\.0\] of the runs, 5 seeds$/u,
    );
    assert.match(
      judge('both-collapse', runsOf(falls, stands)).reason,
      /^30 steps; the paper's first collapse is at 450$/u,
    );
  });

  it('ask for twenty missed first searches in each arm', () => {
    const few = `${'r'.repeat(3)}${'1'.repeat(61)}`;
    const fewer = `m${few.slice(1)}`;
    assert.match(
      judge('better-recovery', runsOf({ 30: few }, { 30: fewer })).reason,
      /only 15 of at least 20/,
    );
  });

  it('are not comparable, one and all, when a run did not end', () => {
    const runs = runsOf({ 0: none, 10: all, 20: all }, { 0: none, 10: none, 20: none });
    const [first, ...rest] = runs;
    assert.ok(first !== undefined);
    const open: Run = { ...first, info: { ...first.info, status: 'incomplete' } };
    assert.deepEqual(new Set(Object.values(verdicts([open, ...rest]))), new Set(['not comparable']));
  });

  it('state rule and date', () => {
    for (const { rule, commonRules, fixedOn, id } of claims) {
      assert.match(fixedOn, /^\d{4}-\d\d-\d\d$/);
      assert.ok(rule.length > 40 && commonRules.some((common) => common.includes('at least 3')), id);
    }
  });
});
