import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { clusteredShare } from './clustered-share.ts';
import type { Tally } from './crossed-interval.ts';

function tallies(...pairs: readonly (readonly [sum: number, count: number])[]): Tally[] {
  return pairs.map(([sum, count]) => ({ sum, count }));
}

/** Values by scipy: Student's quantile, the score equation solved by `brentq` for the effective number of cases. */
function assertInterval(clusters: readonly Tally[], expected: readonly [number, number, number]): void {
  const found = clusteredShare(clusters);
  assert.ok(found !== null);
  for (const [i, value] of [found.estimate, found.low, found.high].entries())
    // jstat's quantiles agree with scipy's to 4e-8.
    assert.ok(Math.abs(value - (expected[i] ?? Number.NaN)) < 1e-7, `${value} is not ${expected[i]}`);
}

describe('clusteredShare', () => {
  it('is wider where clusters differ', () => {
    assertInterval(tallies([3, 8], [0, 8], [1, 4], [6, 8], [2, 8]), [1 / 3, 0.09750737, 0.69824154]);
    assertInterval(tallies([4, 4], [0, 4], [4, 4], [0, 4], [0, 4], [4, 4]), [0.5, 0.12275388, 0.87724612]);
  });

  it('never counts more cases than there are', () => {
    assertInterval(tallies([1, 2], [1, 2], [1, 2], [1, 2]), [0.5, 0.1262712, 0.8737288]);
  });

  it('takes each cluster for one case where all cases are alike, and stays within 0 and 1', () => {
    assertInterval(
      Array.from({ length: 10 }, () => ({ sum: 0, count: 64 })),
      [0, 0, 0.33850862],
    );
    assertInterval(
      Array.from({ length: 6 }, () => ({ sum: 2, count: 2 })),
      [1, 0.47589244, 1],
    );
  });

  it('has no interval of fewer than two clusters with cases', () => {
    assert.equal(clusteredShare([]), null);
    assert.equal(clusteredShare(tallies([3, 8])), null);
    assert.equal(clusteredShare(tallies([3, 8], [0, 0])), null);
  });
});
