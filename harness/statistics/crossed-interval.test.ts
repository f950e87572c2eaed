import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type ArmCell,
  crossedDifference,
  type CrossedInterval,
  crossedPValue,
  crossedRatio,
  halfWidth,
  smallestFound,
  type Tally,
} from './crossed-interval.ts';
import { auditedContrasts } from './testing/audited-contrasts.ts';

const close = (found: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);

function present<Value>(value: Value | null): Value {
  assert.ok(value !== null);
  return value;
}

const tally = (sum: number, count = 2): Tally => ({ sum, count });
const cell = (treatment: number, control: number): ArmCell => ({
  treatment: tally(treatment),
  control: tally(control),
});
const differences = (rows: readonly (readonly (readonly [number, number])[])[]): CrossedInterval | null =>
  crossedDifference(rows.map((row) => row.map(([t, k]) => cell(t, k))));

/** Chunks differ much and seeds hardly: Satterthwaite alone gives nearly C - 1 = 31. */
const alike = (seeds: number): (readonly [number, number])[][] =>
  Array.from({ length: seeds }, (_, seed) =>
    Array.from({ length: 32 }, (__, chunk) => [chunk % 2 === 0 ? 2 : 0, chunk === seed ? 1 : 0] as const),
  );

describe('the crossed interval of a difference', () => {
  for (const contrast of auditedContrasts)
    it(`of ${contrast.name} equals the reference`, () => {
      const found = present(crossedDifference(contrast.cells));
      // The reference prints six decimals of the estimate, five digits of variances, four decimals of p.
      close(found.estimate, contrast.estimate, 5e-7);
      for (const part of ['seeds', 'chunks', 'cells'] as const)
        close(found.parts[part] / contrast.parts[part], 1, 5e-5);
      close(found.variance / contrast.variance, 1, 5e-5);
      close(found.degreesOfFreedom, contrast.degreesOfFreedom, 5e-4);
      close(found.low, contrast.low, 6e-6);
      close(found.high, contrast.high, 6e-6);
      close(crossedPValue(found), contrast.p, 6e-5);
    });

  it('has a floor of one play: two arms that never differ are no certainty', () => {
    const found = present(
      differences(Array.from({ length: 5 }, () => Array.from({ length: 32 }, () => [2, 2]))),
    );
    assert.deepEqual([found.estimate, found.variance, found.degreesOfFreedom], [0, (1 / 320) ** 2, 4]);
    // t(0.975, 4) = 2.776445.
    close(found.high, 2.776445 / 320, 1e-8);
    close(crossedPValue(found), 1, 1e-12);
  });

  it('caps the degrees of freedom below five seeds, and not above', () => {
    assert.equal(present(differences(alike(3))).degreesOfFreedom, 4);
    assert.equal(present(differences(alike(4))).degreesOfFreedom, 6);
    assert.ok(present(differences(alike(5))).degreesOfFreedom > 25);
  });

  it('changes sign with the arms and does not depend on the order of seeds or chunks', () => {
    const [first] = auditedContrasts.slice(3);
    const cells = present(first ?? null).cells;
    const found = present(crossedDifference(cells));
    const exchanged = present(
      crossedDifference(
        cells.map((row) => row.map(({ treatment, control }) => ({ treatment: control, control: treatment }))),
      ),
    );
    close(exchanged.low, -found.high, 1e-12);
    const turned = present(crossedDifference([...cells].reverse().map((row) => [...row].reverse())));
    close(turned.low, found.low, 1e-12);
  });

  it('of ratios with unequal counts is that of their linearised cells', () => {
    // R = 3/4 and 1/4; z = 1/2 + 4 ((n - R d)/4 - (m - R' e)/4), by hand for two seeds and two chunks.
    const found = present(
      crossedDifference([
        [
          { treatment: tally(1, 1), control: tally(0, 2) },
          { treatment: tally(0, 1), control: tally(1, 1) },
        ],
        [
          { treatment: tally(2, 2), control: tally(0, 0) },
          { treatment: tally(0, 0), control: tally(0, 1) },
        ],
      ]),
    );
    close(found.estimate, 0.5, 1e-12);
    // Cells: 1.25, -1, 1, 0.75 (mean 0.5); rows 0.125 and 0.875; columns 1.125 and -0.125; residuals 0.5.
    assert.deepEqual(found.parts, { seeds: 0.28125 / 2, chunks: 0.78125 / 2, cells: 1 / 4 });
  });

  it('of one seed takes its chunks alone', () => {
    const found = present(
      differences([
        [
          [2, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ],
      ]),
    );
    // z = 1, 0, 0, 0: mean 1/4, variance of the mean (3/16 + 9/16) / 12.
    assert.deepEqual([found.estimate, found.variance, found.degreesOfFreedom], [0.25, 0.75 / 12, 3]);
  });

  it('is refused where it would say too much', () => {
    const nothing = { treatment: tally(0, 0), control: tally(1, 2) };
    assert.equal(crossedDifference([]), null);
    assert.equal(differences([[[1, 0]], [[1, 0]]]), null, 'one chunk');
    assert.equal(
      differences([
        [
          [1, 0],
          [1, 0],
        ],
        [[1, 0]],
      ]),
      null,
      'a ragged table',
    );
    assert.equal(
      crossedDifference([
        [cell(1, 0), cell(1, 0)],
        [nothing, nothing],
      ]),
      null,
      'a seed without a play',
    );
    assert.equal(
      differences([
        [
          [Number.NaN, 0],
          [1, 0],
        ],
        [
          [1, 0],
          [1, 0],
        ],
      ]),
      null,
      'a sum that is no number',
    );
    assert.equal(
      crossedDifference([[cell(1, 0), { treatment: tally(1, Number.NaN), control: tally(1) }]]),
      null,
    );
  });
});

describe('the crossed interval of a ratio', () => {
  it('has the value of the ratio and widens with the spread of seeds', () => {
    const even = present(crossedRatio([0, 1, 2].map(() => [tally(1), tally(2), tally(0), tally(1)])));
    const uneven = present(crossedRatio([0, 1, 2].map((right) => [0, 1, 2, 3].map(() => tally(right)))));
    assert.deepEqual([even.estimate, uneven.estimate, even.plays], [0.5, 0.5, 24]);
    // Seeds 0, 1/2, 1: variance of the mean 1/12, two degrees of freedom, t(0.975, 2) = 4.302653.
    close(uneven.high, 0.5 + 4.302653 * Math.sqrt(1 / 12), 1e-6);
    assert.ok(even.high < uneven.high);
  });
});

describe('the smallest effect that a design finds', () => {
  it('is both quantiles times the standard error', () => {
    const found = present(auditedContrasts[2] ? crossedDifference(auditedContrasts[2].cells) : null);
    // t(0.975, 4) = 2.776445 and t(0.8, 4) = 0.940965.
    close(smallestFound(found), (2.776445 + 0.940965) * Math.sqrt(found.variance), 1e-6);
    close(halfWidth(0.01, 4), 0.2776445, 1e-7);
  });
});
