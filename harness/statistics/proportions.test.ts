import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { clopperPearsonInterval, newcombeInterval, type Proportion, wilsonInterval } from './proportions.ts';

// Correct of 32, Wilson low and high, Clopper-Pearson low and high, in percent to two decimals;
// equal to scipy 1.17.1 binomtest(k, 32).proportion_ci.
const published: readonly (readonly [number, string, string, string, string])[] = [
  [15, '30.87', '63.55', '29.09', '65.26'],
  [12, '22.93', '54.75', '21.10', '56.31'],
  [10, '17.95', '48.57', '16.12', '50.01'],
  [8, '13.25', '42.11', '11.46', '43.40'],
  [5, '6.86', '31.75', '5.28', '32.79'],
  [4, '4.97', '28.07', '3.51', '28.99'],
  [1, '0.55', '15.74', '0.08', '16.22'],
  [0, '0.00', '10.72', '0.00', '10.89'],
];

const percent = (value: number): string => (100 * value).toFixed(2);

const proportion = fc
  .integer({ min: 1, max: 500 })
  .chain((n) => fc.record({ correct: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));

/** Half-width in points of the Wilson interval at 47 % of `n`. */
function half(n: number): string {
  const interval = wilsonInterval({ correct: Math.round(0.47 * n), n });
  return ((100 * (interval.high - interval.low)) / 2).toFixed(1);
}

describe('intervals of a proportion', () => {
  for (const [correct, ...expected] of published)
    it(`of ${correct} in 32 equal the reference`, () => {
      const wilson = wilsonInterval({ correct, n: 32 });
      const exact = clopperPearsonInterval({ correct, n: 32 });
      assert.deepEqual([wilson.low, wilson.high, exact.low, exact.high].map(percent), expected);
    });

  it('Wilson half-widths at 47 % fall with n as tabulated', () => {
    assert.deepEqual([32, 100, 200, 318, 500, 1000].map(half), ['16.3', '9.6', '6.9', '5.5', '4.4', '3.1']);
  });

  for (const [name, interval] of [
    ['Wilson', wilsonInterval],
    ['Clopper-Pearson', clopperPearsonInterval],
  ] as const) {
    it(`${name} contains the estimate, is symmetric under success and failure, and stays in 0..1`, () => {
      fc.assert(
        fc.property(proportion, ({ correct, n }) => {
          const { estimate, low, high } = interval({ correct, n });
          const mirror = interval({ correct: n - correct, n });
          assert.ok(low >= 0 && low <= estimate && estimate <= high && high <= 1);
          assert.ok(Math.abs(low - (1 - mirror.high)) < 1e-9 && Math.abs(high - (1 - mirror.low)) < 1e-9);
        }),
        { numRuns: 60 },
      );
    });
    it(`${name} rises with the count and widens with the level`, () => {
      fc.assert(
        fc.property(proportion, ({ correct, n }) => {
          const here = interval({ correct, n });
          const wider = interval({ correct, n }, 0.99);
          assert.ok(wider.low <= here.low && here.high <= wider.high);
          if (correct < n) assert.ok(interval({ correct: correct + 1, n }).low > here.low);
        }),
        { numRuns: 60 },
      );
    });
  }

  it('refuses what is not a proportion', () => {
    const refused: readonly Proportion[] = [
      { correct: 3, n: 2 },
      { correct: 0, n: 0 },
      { correct: -1, n: 4 },
      { correct: 1.5, n: 4 },
    ];
    for (const bad of refused) assert.throws(() => wilsonInterval(bad), TwinZeroError);
  });
});

describe('the Newcombe interval of a difference', () => {
  it('of 15/32 against 8/32 is -1.6 to 42.3 points', () => {
    const { estimate, low, high } = newcombeInterval({ correct: 15, n: 32 }, { correct: 8, n: 32 });
    assert.deepEqual(
      [estimate, low, high].map((value) => (100 * value).toFixed(1)),
      ['21.9', '-1.6', '42.3'],
    );
  });

  it("of 56/70 against 48/80 is Newcombe's own example", () => {
    const { low, high } = newcombeInterval({ correct: 56, n: 70 }, { correct: 48, n: 80 });
    assert.deepEqual([low.toFixed(4), high.toFixed(4)], ['0.0524', '0.3339']);
  });

  it('contains the estimate and changes sign when the arms are exchanged', () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const forward = newcombeInterval(a, b);
        const backward = newcombeInterval(b, a);
        assert.ok(forward.low <= forward.estimate && forward.estimate <= forward.high);
        assert.ok(Math.abs(forward.low + backward.high) < 1e-12);
      }),
      { numRuns: 60 },
    );
  });
});
