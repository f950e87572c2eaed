import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { crossedDifference, type CrossedInterval } from './crossed-interval.ts';
import { auditedContrasts } from './testing/audited-contrasts.ts';
import {
  equalityHalfWidth,
  judgeDifference,
  judgeNonInferiority,
  nonInferiorityPValue,
} from './verdict-rule.ts';

const points = { delta: 0.05, unit: 'share' } as const;
const tenPoints = { delta: 0.1, unit: 'share' } as const;

/** An interval for tests: 8 seeds, 32 chunks of two questions, t(0.975, 31) = 2.039513. */
function effectOf(estimate: number, half: number, changes: Partial<CrossedInterval> = {}): CrossedInterval {
  return {
    estimate,
    low: estimate - half,
    high: estimate + half,
    variance: (half / 2.039513) ** 2,
    degreesOfFreedom: 31,
    parts: { seeds: 0, chunks: 0, cells: 0 },
    seeds: 8,
    chunks: 32,
    plays: 512,
    ...changes,
  };
}

function audited(at: number): CrossedInterval {
  const found = crossedDifference(auditedContrasts[at]?.cells ?? []);
  assert.ok(found !== null);
  return found;
}

const verdict = (estimate: number, half: number, paper: number | null = null): string =>
  judgeDifference(effectOf(estimate, half), points, paper);
const withMargin = (estimate: number, half: number): string =>
  judgeNonInferiority(effectOf(estimate, half), tenPoints);

describe('the verdict on a difference', () => {
  it('follows its rule at every boundary', () => {
    assert.equal(verdict(0.1, 0.09), 'reproduced');
    assert.equal(verdict(0.1, 0.1), 'cannot tell');
    assert.equal(verdict(-0.1, 0.1), 'cannot tell');
    assert.equal(verdict(-0.1, 0.09), 'opposite');
  });

  it('calls weaker what lies below half of the paper as a whole interval, and not by its estimate', () => {
    assert.equal(verdict(0.09, 0.08, 0.36), 'same direction but weaker');
    assert.equal(verdict(0.1, 0.09, 0.36), 'reproduced');
    assert.equal(verdict(0.09, 0.08, null), 'reproduced');
  });

  it('says no difference only of what lies within delta, with five seeds, whatever its sign', () => {
    const counts = { delta: 0.25, unit: 'count' } as const;
    const under = (estimate: number, seeds: number): string =>
      judgeDifference(effectOf(estimate, 0.05, { seeds }), counts, null);
    assert.equal(under(0.1, 5), 'no difference');
    assert.equal(under(0.1, 4), 'reproduced');
    assert.equal(under(0.01, 4), 'cannot tell');
    assert.equal(under(0.21, 5), 'reproduced');
    assert.equal(under(-0.1, 5), 'no difference');
  });

  it('never says no difference of five points of 64 questions, however alike the arms are', () => {
    // 0 of 64 leaves 5.6 %; sqrt(0.05 x 0.95 / 64) x 2.0395 = 5.56 points.
    const same = effectOf(0, 0.001);
    assert.equal(equalityHalfWidth(same, points).toFixed(4), '0.0556');
    assert.equal(judgeDifference(same, points, null), 'cannot tell');
    assert.equal(judgeDifference({ ...same, plays: 8 * 320, chunks: 160 }, points, null), 'no difference');
    assert.equal(judgeDifference(same, tenPoints, null), 'no difference');
  });

  it('is that of the audit on the runs it looked at', () => {
    assert.equal(judgeDifference(audited(0), tenPoints, 7 / 32), 'no difference');
    assert.equal(judgeDifference(audited(1), tenPoints, null), 'no difference');
    assert.equal(judgeDifference(audited(2), points, null), 'opposite');
    assert.equal(judgeDifference(audited(3), points, null), 'cannot tell');
  });

  it('has none to give where a number is missing', () => {
    const nan = effectOf(Number.NaN, 0.01);
    assert.equal(judgeDifference(nan, points, null), 'cannot tell');
    assert.equal(judgeDifference(effectOf(0.1, Number.NaN), points, 0.1), 'cannot tell');
    assert.equal(judgeNonInferiority(nan, points), 'cannot tell');
    assert.equal(judgeNonInferiority(effectOf(0.1, Number.NaN), points), 'cannot tell');
  });
});

describe('the verdict on non-inferiority', () => {
  it('follows its rule on both sides of the margin', () => {
    assert.equal(withMargin(0.01, 0.1), 'non-inferior');
    assert.equal(withMargin(-0.01, 0.1), 'cannot tell');
    assert.equal(withMargin(-0.2, 0.09), 'inferior');
    assert.equal(withMargin(-0.2, 0.11), 'cannot tell');
  });

  it('does not pass two arms that never differ on 64 questions at a margin of five points', () => {
    assert.equal(judgeNonInferiority(effectOf(0, 0.001), points), 'cannot tell');
    assert.equal(judgeNonInferiority(effectOf(0.01, 0.001), points), 'non-inferior');
  });

  it('has a p-value of at most 0.05 exactly where it is given', () => {
    for (const [estimate, half] of [
      [0.01, 0.1],
      [-0.01, 0.1],
      [-0.2, 0.09],
      [-0.2, 0.11],
      [0.02, 0.001],
      [0, 0.001],
    ] as const)
      for (const standards of [points, tenPoints]) {
        const effect = effectOf(estimate, half);
        const told = judgeNonInferiority(effect, standards) !== 'cannot tell';
        assert.equal(nonInferiorityPValue(effect, standards) <= 0.05, told, `${estimate} ${half}`);
      }
    // The audit: L against real, against the margin, p = 0.047.
    assert.equal(nonInferiorityPValue(audited(2), points).toFixed(3), '0.047');
  });
});
