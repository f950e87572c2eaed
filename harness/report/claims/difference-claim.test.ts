import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { armDifference } from '../measure/arm-difference.ts';
import { pairedTests } from '../measure/compare-runs.ts';
import { accuracy, evaluationAt, type Score, scoresOf } from '../measure/score.ts';
import { fixtureRun, outcomesOf } from '../testing/report-fixture.ts';
import type { ClaimResult } from './claim.ts';
import { type DifferenceClaim, directionVerdict, evaluateDifference } from './difference-claim.ts';

const comparison = { treatment: 'a', control: 'b' };
const claim: DifferenceClaim = {
  id: 'test',
  comparison,
  scores: (run) => {
    const found = evaluationAt(run, 'held-out', 20);
    return found === undefined ? null : scoresOf(found.outcomes, accuracy);
  },
  paired: true,
  unit: 'share',
  paperEffect: 0.2,
};
const arm = (id: string, ...letters: string[]): Run[] =>
  letters.map((text, seed) => fixtureRun({ arm: id, seed, heldOut: { 20: text }, dev: { 20: '1' } }));
const judge = (...runs: Run[]): ClaimResult => evaluateDifference(claim, { runs, sanity: [] });
const scored = (letters: string): Score[] => scoresOf(outcomesOf(letters), accuracy);

const all = '1'.repeat(40);
const nothing = '0'.repeat(40);
const tenth = '1000000000'.repeat(4);

const of = (estimate: number, low: number, high: number): string =>
  directionVerdict({ estimate, low, high }, 0.2);

describe('the direction verdict', () => {
  it('follows its rule at every boundary', () => {
    assert.equal(of(0.15, 0.05, 0.25), 'reproduced');
    assert.equal(of(0.1, 0.01, 0.2), 'reproduced');
    assert.equal(of(0.0999, 0.01, 0.2), 'same direction but weaker');
    assert.equal(of(0.15, 0, 0.3), 'no evidence');
    assert.equal(of(-0.1, -0.3, 0), 'no evidence');
    assert.equal(of(-0.1, -0.3, -0.01), 'opposite');
  });

  it('needs no size where the paper gives none', () => {
    assert.equal(directionVerdict({ estimate: 0.001, low: 0.0001, high: 0.1 }, null), 'reproduced');
  });
});

describe('a difference claim', () => {
  it('is reproduced by a large effect and opposite when the arms are exchanged', () => {
    const found = judge(...arm('a', all, all, all), ...arm('b', nothing, nothing, nothing));
    assert.equal(found.verdict, 'reproduced');
    assert.deepEqual(found.effect, { estimate: 1, low: 1, high: 1 });
    assert.deepEqual([found.n, found.seeds], [120, 3]);
    assert.equal(
      judge(...arm('a', nothing, nothing, nothing), ...arm('b', all, all, all)).verdict,
      'opposite',
    );
  });

  it('is no evidence when one seed carries it, and for equal arms', () => {
    assert.equal(
      judge(...arm('a', all, nothing, nothing), ...arm('b', nothing, nothing, nothing)).verdict,
      'no evidence',
    );
    assert.equal(
      judge(...arm('a', tenth, tenth, tenth), ...arm('b', tenth, tenth, tenth)).verdict,
      'no evidence',
    );
  });

  it('is weaker when the interval excludes 0 at under half of the size', () => {
    const small = judge(...arm('a', tenth, tenth, tenth), ...arm('b', nothing, nothing, nothing));
    assert.equal(small.effect?.estimate, 0.1);
    assert.equal(small.verdict, 'reproduced');
    const weaker = evaluateDifference(
      { ...claim, paperEffect: 0.3 },
      { runs: [...arm('a', tenth, tenth, tenth), ...arm('b', nothing, nothing, nothing)], sanity: [] },
    );
    assert.equal(weaker.verdict, 'same direction but weaker');
    assert.match(weaker.reason, /33 % of the paper's/);
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
      [[...a.slice(1), ...b], /different seeds/],
      [[...a.slice(1), ...b.slice(1)], /2 of at least 3 seeds/],
      [[...a.slice(0, 2), elsewhere, ...b], /different data/],
      [[...a.slice(0, 2), blind, ...b], /a-s2 lacks the evaluation/],
      [[...a, ...arm('b', '0', '0', '0')], /same questions/],
    ];
    for (const [runs, reason] of cases) {
      const found = judge(...runs);
      assert.equal(found.verdict, 'not comparable');
      assert.match(found.reason, reason);
      assert.equal(found.effect, null);
    }
  });

  it('needs as many plays as it asks for', () => {
    const runs = [...arm('a', all, all, all), ...arm('b', nothing, nothing, nothing)];
    const found = evaluateDifference({ ...claim, fewest: 121 }, { runs, sanity: [] });
    assert.equal(found.verdict, 'not comparable');
    assert.match(found.reason, /only 120 of at least 121/);
  });
});

describe('the difference of two arms', () => {
  it('drops a question that failed in one arm from the other, when paired', () => {
    const pair = { treatment: scored('1x00'), control: scored('1100') };
    const paired = armDifference([pair], { name: 'x', paired: true });
    assert.deepEqual([paired?.treatment, paired?.control, paired?.n.control], [1 / 3, 1 / 3, 3]);
    const loose = armDifference([pair], { name: 'x', paired: false });
    assert.deepEqual([loose?.treatment, loose?.control, loose?.n.control], [1 / 3, 1 / 2, 4]);
  });

  it('is null when nothing counts', () => {
    assert.equal(
      armDifference([{ treatment: scored('xx'), control: scored('10') }], { name: 'x', paired: true }),
      null,
    );
  });
});

describe('paired tests', () => {
  it('count who alone was right, test each seed and adjust by Holm', () => {
    const runs = [...arm('a', '11111111', '10', '10'), ...arm('b', '00000001', '10', '01')].map((run) => ({
      ...run,
      info: { ...run.info, chosenStep: 20 },
    }));
    const [first, second, third] = pairedTests(runs, comparison);
    // 7 against 0: p = 2 / 2^7; the other two have p = 1.
    assert.deepEqual([first?.treatmentOnly, first?.controlOnly, first?.n], [7, 0, 8]);
    assert.equal(first?.p.toFixed(8), (2 / 128).toFixed(8));
    assert.equal(first?.adjusted.toFixed(8), (6 / 128).toFixed(8));
    assert.deepEqual([second?.p, third?.treatmentOnly, third?.controlOnly, third?.adjusted], [1, 1, 1, 1]);
    assert.equal(first?.difference.estimate, 7 / 8);
  });
});
