import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { fisherExact, fisherPower, holmCorrection, mcnemarExact } from './exact-tests.ts';

const of32 = (a: number, b: number): ReturnType<typeof fisherExact> =>
  fisherExact({ correct: a, n: 32 }, { correct: b, n: 32 });

const power = (n: number): number => fisherPower({ first: 15 / 32, second: 0.25, n });

const p = (firstOnly: number, secondOnly: number): string =>
  mcnemarExact({ firstOnly, secondOnly }).toFixed(3);

describe("Fisher's exact test", () => {
  it('of 15/32 against 8/32 gives 0.1172 two-sided and 0.0586 one-sided', () => {
    const result = of32(15, 8);
    assert.equal(result.twoSided.toFixed(4), '0.1172');
    assert.equal(result.greater.toFixed(4), '0.0586');
  });

  it('of 15 against 5, 8 against 5, 15 against 12 and 15 against 10 equals the reference', () => {
    assert.equal(of32(15, 5).twoSided.toFixed(4), '0.0141');
    assert.equal(of32(8, 5).twoSided.toFixed(2), '0.54');
    assert.equal(of32(15, 12).twoSided.toFixed(2), '0.61');
    assert.equal(of32(15, 10).twoSided.toFixed(2), '0.31');
  });

  it("of Fisher's tea tasting (3 of 4 against 1 of 4) gives 0.4857 and 0.2429", () => {
    const result = fisherExact({ correct: 3, n: 4 }, { correct: 1, n: 4 });
    assert.equal(result.twoSided.toFixed(4), '0.4857');
    assert.equal(result.greater.toFixed(4), '0.2429');
  });

  it('mirrors when the arms are exchanged, and its tails overlap in the observed table only', () => {
    const count = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(count, count, (a, b) => {
        const forward = fisherExact({ correct: a, n: 20 }, { correct: b, n: 20 });
        const backward = fisherExact({ correct: b, n: 20 }, { correct: a, n: 20 });
        assert.ok(Math.abs(forward.twoSided - backward.twoSided) < 1e-12);
        assert.ok(Math.abs(forward.greater - backward.less) < 1e-12);
        assert.ok(forward.greater + forward.less >= 1 - 1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('has 36 % power with 32 in each arm and reaches 80 % with about 83', () => {
    assert.equal(power(32).toFixed(2), '0.36');
    assert.ok(power(72) < 0.8 && power(84) >= 0.8);
  });
});

describe('the exact McNemar test', () => {
  it('of a net gain of seven equals the reference', () => {
    assert.deepEqual(
      [p(7, 0), p(8, 1), p(9, 2), p(10, 3), p(11, 4)],
      ['0.016', '0.039', '0.065', '0.092', '0.118'],
    );
    assert.equal(mcnemarExact({ firstOnly: 15, secondOnly: 8 }).toFixed(2), '0.21');
  });

  it('is symmetric and 1 without disagreement', () => {
    assert.equal(mcnemarExact({ firstOnly: 0, secondOnly: 0 }), 1);
    assert.equal(mcnemarExact({ firstOnly: 3, secondOnly: 3 }), 1);
    assert.equal(
      mcnemarExact({ firstOnly: 2, secondOnly: 9 }),
      mcnemarExact({ firstOnly: 9, secondOnly: 2 }),
    );
  });
});

describe("Holm's correction", () => {
  it('steps down through the sorted p-values and returns them in the given order', () => {
    const adjusted = holmCorrection([0.01, 0.04, 0.03, 0.005]).map((value) => value.toFixed(3));
    assert.deepEqual(adjusted, ['0.030', '0.060', '0.060', '0.020']);
  });

  it('never lowers a p-value, keeps their order and stays at most 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (ps) => {
          const adjusted = holmCorrection(ps);
          for (const [i, one] of ps.entries()) {
            assert.ok((adjusted[i] ?? -1) >= one && (adjusted[i] ?? 2) <= 1);
            for (const [j, other] of ps.entries())
              if (one < other) assert.ok((adjusted[i] ?? 0) <= (adjusted[j] ?? 0));
          }
        },
      ),
    );
  });
});
