import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { Random } from '../core/random.ts';
import { areaUnderCurve } from './curves.ts';
import { binomialProbabilities } from './exact-tests.ts';
import { quantile } from './interval.ts';
import { selectionBias } from './selection.ts';

const random = (): Random => Random.seeded(3).fork('bias');

describe('the area under a curve', () => {
  const ramp = [
    { step: 0, value: 0 },
    { step: 10, value: 1 },
    { step: 30, value: 1 },
  ];

  it('is the mean height by trapezoids', () => {
    assert.equal(areaUnderCurve(ramp), (5 + 20) / 30);
  });

  it('stops inside a segment, and stays level after the last point', () => {
    assert.equal(areaUnderCurve(ramp, 5), 0.25);
    assert.equal(areaUnderCurve(ramp, 40), (5 + 30) / 40);
  });

  it('of one point is that point', () => {
    assert.equal(areaUnderCurve([{ step: 3, value: 0.4 }]), 0.4);
  });

  it('lies between the lowest and the highest point', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }),
        (values) => {
          const area = areaUnderCurve(values.map((value, i) => ({ step: 10 * i, value })));
          assert.ok(area >= Math.min(...values) - 1e-12 && area <= Math.max(...values) + 1e-12);
        },
      ),
    );
  });

  it('refuses steps out of order and no points', () => {
    assert.throws(() => areaUnderCurve([...ramp, { step: 10, value: 1 }]), /step 10 follows step 30/);
    assert.throws(() => areaUnderCurve([]), /at least one point/);
  });
});

describe('the selection bias of a picked checkpoint', () => {
  it('is near zero for one checkpoint and for identical ones', () => {
    const row = Array.from({ length: 60 }, (_, i) => i % 2);
    assert.ok(Math.abs(selectionBias([row], { random: random() })) < 0.006);
    assert.ok(Math.abs(selectionBias([row, row, row], { random: random() })) < 0.006);
  });

  it('is positive among equally good checkpoints and vanishes when one is clearly best', () => {
    const equal = Array.from({ length: 12 }, (_row, c) =>
      Array.from({ length: 32 }, (_cell, q) => ((q * 7 + c * 5) % 4 === 0 ? 1 : 0)),
    );
    const clear = [
      Array.from({ length: 60 }, () => 0),
      Array.from({ length: 60 }, (_, q) => (q < 50 ? 1 : 0)),
    ];
    assert.ok(selectionBias(equal, { random: random() }) > 0.05);
    assert.ok(Math.abs(selectionBias(clear, { random: random() })) < 0.006);
  });
});

describe('small parts', () => {
  it('quantile interpolates as numpy does', () => {
    assert.equal(quantile([1, 2, 3, 4], 0.25), 1.75);
    assert.equal(quantile([5], 0.9), 5);
  });

  it('binomial probabilities sum to one, also at the ends', () => {
    for (const p of [0, 0.3, 1]) {
      const sum = binomialProbabilities(40, p).reduce((total, x) => total + x, 0);
      assert.ok(Math.abs(sum - 1) < 1e-12);
    }
    assert.deepEqual(binomialProbabilities(2, 1), [0, 0, 1]);
  });
});
