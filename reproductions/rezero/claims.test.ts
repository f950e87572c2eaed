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

/** Three seeds of each arm, 30 steps, dev best at step 10. */
function runsOf(rezero: Letters, baseline: Letters): Run[] {
  return [1, 2, 3].flatMap((seed) =>
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

const verdicts = (runs: readonly Run[]): Record<string, ClaimVerdict> =>
  Object.fromEntries(claims.map((claim) => [claim.id, judge(claim.id, runs).verdict]));

const all = '1'.repeat(32);
const none = 'm'.repeat(32);
const retried = 'r'.repeat(32);

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
  it('are all reproduced by runs in which they all hold', () => {
    const runs = runsOf(
      { 0: none, 10: retried, 20: none, 30: none },
      { 0: none, 10: `${'1'.repeat(4)}${'m'.repeat(28)}`, 20: none, 30: none },
    );
    assert.deepEqual(verdicts(runs), {
      'higher-peak': 'reproduced',
      'higher-peak-test-picked': 'reproduced',
      'faster-early-learning': 'reproduced',
      'both-collapse': 'reproduced',
      'more-searches': 'reproduced',
      'better-recovery': 'reproduced',
    });
  });

  it('have no evidence in two equal arms, and are opposite when the arms are exchanged', () => {
    const equal = { 0: none, 10: `${'r'.repeat(16)}${'m'.repeat(16)}`, 20: all, 30: all };
    assert.deepEqual(new Set(Object.values(verdicts(runsOf(equal, equal)))), new Set(['no evidence']));
    const exchanged = verdicts(
      runsOf({ 0: none, 10: none, 20: none }, { 0: none, 10: retried, 20: retried }),
    );
    for (const id of ['higher-peak', 'faster-early-learning', 'more-searches', 'better-recovery'])
      assert.equal(exchanged[id], 'opposite', id);
  });

  it('judge the peak at the step dev chose, and the habit at the best held-out step', () => {
    const runs = runsOf({ 0: none, 10: none, 20: all }, { 0: none, 10: none, 20: none });
    assert.equal(judge('higher-peak', runs).verdict, 'no evidence');
    assert.equal(judge('higher-peak-test-picked', runs).verdict, 'reproduced');
  });

  it('judge early learning over the first third only', () => {
    const late = runsOf({ 0: none, 10: none, 20: all, 30: all }, { 0: none, 10: none, 20: none, 30: none });
    assert.equal(judge('faster-early-learning', late).verdict, 'no evidence');
    const sparse = runsOf({ 0: none, 20: all }, { 0: none, 20: none });
    assert.equal(judge('faster-early-learning', sparse).verdict, 'not comparable');
  });

  it('call a collapse of one arm weaker and of none no evidence', () => {
    const falls = { 0: none, 10: all, 20: none, 30: none };
    const stands = { 0: none, 10: all, 20: all, 30: all };
    assert.equal(judge('both-collapse', runsOf(falls, stands)).verdict, 'same direction but weaker');
    assert.equal(judge('both-collapse', runsOf(stands, stands)).verdict, 'no evidence');
    assert.equal(judge('both-collapse', runsOf(falls, falls)).verdict, 'reproduced');
  });

  it('ask for twenty missed first searches in each arm', () => {
    const few = `${'r'.repeat(6)}${'1'.repeat(26)}`;
    assert.match(judge('better-recovery', runsOf({ 10: few }, { 10: few })).reason, /only 18 of at least 20/);
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
