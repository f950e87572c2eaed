import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { armDifference } from '../measure/arm-difference.ts';
import { accuracy, evaluationAt, type Score, scoresOf } from '../measure/score.ts';
import { fixtureRun, outcomesOf } from '../testing/report-fixture.ts';
import type { ClaimResult } from './claim.ts';
import { type DifferenceClaim, evaluateDifference } from './difference-claim.ts';

const claim: DifferenceClaim = {
  comparison: { treatment: 'a', control: 'b' },
  scores: (run) => {
    const found = evaluationAt(run, 'held-out', 20);
    return found === undefined ? null : scoresOf(found.outcomes, accuracy);
  },
  paired: true,
  unit: 'share',
  delta: { value: 0.15, unit: 'share' },
  paperEffect: null,
};
const arm = (id: string, ...letters: string[]): Run[] =>
  letters.map((text, seed) => fixtureRun({ arm: id, seed, heldOut: { 20: text }, dev: { 20: '1' } }));
const judge = (...runs: Run[]): ClaimResult => evaluateDifference(claim, { runs, sanity: [] });
const judgedAs = (changes: Partial<DifferenceClaim>, ...runs: Run[]): ClaimResult =>
  evaluateDifference({ ...claim, ...changes }, { runs, sanity: [] });
const scored = (letters: string): Score[] => scoresOf(outcomesOf(letters), accuracy);

const all = '1'.repeat(64);
const nothing = '0'.repeat(64);
/** `right` of 64 answers right, one a chunk. */
const some = (right: number): string => '10'.repeat(right).padEnd(64, '0');

describe('a difference claim', () => {
  it('is reproduced by a large effect and opposite when the arms are exchanged', () => {
    const found = judge(...arm('a', all, all, all), ...arm('b', nothing, nothing, some(1)));
    assert.equal(found.verdict, 'reproduced');
    assert.equal(found.effect?.estimate, 1 - 1 / 192);
    assert.deepEqual([found.questions, found.seeds], [64, 3]);
    assert.match(
      found.measured,
      /^100\.0 % against 0\.5 %: \+99\.5 points \[\+97\.0, \+101\.9\], 64 questions x 3 seeds, by seed \+100\.0, \+100\.0, \+98\.4$/u,
    );
    assert.ok(found.p !== null && found.p < 1e-3);
    const exchanged = judge(...arm('a', nothing, nothing, some(1)), ...arm('b', all, all, all));
    assert.equal(exchanged.verdict, 'opposite');
  });

  it('cannot tell when one seed carries it, and says what it could find', () => {
    const found = judge(...arm('a', all, nothing, nothing), ...arm('b', nothing, nothing, nothing));
    assert.equal(found.verdict, 'cannot tell');
    // One seed of three at 100 points: standard error 33.3, t(0.975, 2) = 4.303 and t(0.8, 2) = 1.061.
    assert.equal(found.reason, 'the smallest effect that this design finds 80 % of the time is 178.8 points');
  });

  it('says no difference of delta of arms that are alike, with five seeds, and not with three', () => {
    const a = arm('a', some(20), some(20), some(21), some(20), some(20));
    const b = arm('b', some(20), some(20), some(20), some(20), some(20));
    assert.equal(judge(...a, ...b).verdict, 'no difference');
    assert.match(judge(...a, ...b).reason, /^anything of 15 points or more is excluded/u);
    assert.equal(judge(...a.slice(0, 3), ...b.slice(0, 3)).verdict, 'cannot tell');
    const smaller = judgedAs(
      { delta: { value: 0.5, unit: 'share' } },
      ...arm('a', ...Array.from({ length: 5 }, () => some(10))),
      ...arm('b', ...Array.from({ length: 5 }, () => nothing)),
    );
    assert.deepEqual(
      [smaller.verdict, smaller.reason],
      ['no difference', 'there is one, smaller than 50 points'],
    );
  });

  it('is weaker when all of the interval lies below half of the paper, not when its middle does', () => {
    const runs = [...arm('a', some(20), some(19), some(20)), ...arm('b', nothing, nothing, nothing)];
    // +30.7 points [+20, +41].
    assert.equal(judgedAs({ paperEffect: 0.95 }, ...runs).verdict, 'same direction but weaker');
    assert.equal(judgedAs({ paperEffect: 0.7 }, ...runs).verdict, 'reproduced');
  });

  it('cannot be judged where nothing differs in any run: the treatment did not act', () => {
    const found = judge(...arm('a', all, all, all), ...arm('b', all, all, all));
    assert.deepEqual([found.verdict, found.effect, found.p], ['not comparable', null, null]);
    assert.match(found.reason, /same runs: every stored outcome and answer is equal/u);
    const inert = judgedAs(
      { inertAs: 'c' },
      ...arm('a', all, all, all),
      ...arm('b', nothing, all, all),
      ...arm('c', all, all, all),
    );
    assert.equal(inert.reason, 'the treatment never acted: every stored outcome and answer is that of arm c');
  });

  it('cannot be judged from an unfinished run, unequal or few seeds, other data, or a missing evaluation', () => {
    const b = arm('b', nothing, nothing, nothing);
    const a = arm('a', all, all, all);
    const open = fixtureRun({ arm: 'a', seed: 3, heldOut: { 20: all }, info: { status: 'incomplete' } });
    const elsewhere = fixtureRun({
      arm: 'a',
      seed: 2,
      heldOut: { 20: all },
      info: { dataHashes: { x: 'y' } },
    });
    const blind = fixtureRun({ arm: 'a', seed: 2, dev: { 20: '1' } });
    const cases: readonly (readonly [readonly Run[], RegExp])[] = [
      [[...a, ...b, open], /a-s3 did not end/],
      [[...a.slice(1), ...b.slice(0, 2)], /different seeds/],
      [[...a.slice(1), ...b], /2 of at least 3 seeds/],
      [[...a.slice(0, 2), elsewhere, ...b], /different data/],
      [[...a.slice(0, 2), blind, ...b], /a-s2 lacks the evaluation/],
      [[...a, ...arm('b', '0', '0', '0')], /same questions/],
      [[...arm('a', all, all, 'x'.repeat(64)), ...b], /too few of them count/],
    ];
    for (const [runs, reason] of cases) {
      const found = judge(...runs);
      assert.equal(found.verdict, 'not comparable');
      assert.match(found.reason, reason);
      assert.equal(found.effect, null);
    }
  });

  it('compares an arm of further seeds on those that both have', () => {
    const [a, b] = [arm('a', all, all, all), arm('b', nothing, nothing, nothing)];
    // Under the seed that `a` has not, `b` is right everywhere.
    const further = fixtureRun({ arm: 'b', seed: 9, heldOut: { 20: all } });
    assert.deepEqual(judge(...a, ...b, further), judge(...a, ...b));
    assert.equal(judge(...a, ...b).effect?.estimate, 1);
  });

  it('needs as many plays as it asks for', () => {
    const runs = [...arm('a', all, all, all), ...arm('b', nothing, nothing, nothing)];
    const found = judgedAs({ fewest: 193 }, ...runs);
    assert.equal(found.verdict, 'not comparable');
    assert.match(found.reason, /only 192 of at least 193/);
  });
});

describe('the difference of two arms', () => {
  it('drops a question that failed in one arm from the other, when paired', () => {
    const pair = { treatment: scored('1x00'), control: scored('1100') };
    const paired = armDifference([pair], { paired: true });
    assert.deepEqual([paired?.treatment, paired?.control, paired?.sample.control.plays], [1 / 3, 1 / 3, 3]);
    const loose = armDifference([pair], { paired: false });
    assert.deepEqual([loose?.treatment, loose?.control, loose?.sample.control.plays], [1 / 3, 1 / 2, 4]);
  });

  it('has the effect of each seed', () => {
    const pair = { treatment: scored('1x0011'), control: scored('110100') };
    const other = { treatment: scored('111111'), control: scored('000000') };
    assert.deepEqual(armDifference([pair, other], { paired: true })?.bySeed, [3 / 5 - 2 / 5, 1]);
  });

  it('is null when nothing counts, and for one chunk', () => {
    assert.equal(
      armDifference([{ treatment: scored('xxxx'), control: scored('1010') }], { paired: true }),
      null,
    );
    assert.equal(armDifference([{ treatment: scored('11'), control: scored('10') }], { paired: true }), null);
  });
});
