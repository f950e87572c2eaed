import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { fixtureRun } from '../testing/report-fixture.ts';
import { claimMeasures } from './claim-quantity.ts';
import type { ClaimResult } from './claim.ts';
import { evaluateImprovement } from './improvement-claim.ts';

const right = '1'.repeat(64);
const wrong = '0'.repeat(64);

/** Five seeds; the last of three evaluations is in the last third of the steps. */
function arm(id: string, before: string, ...after: readonly string[]): Run[] {
  return [0, 1, 2, 3, 4].map((at) =>
    fixtureRun({
      arm: id,
      seed: at + 1,
      heldOut: { 0: before, 10: right, 20: after[at % after.length] ?? '' },
      dev: { 0: '00', 20: '11' },
    }),
  );
}

describe('an improvement claim', () => {
  const runs = [
    ...arm('better', wrong, right),
    ...arm('same', wrong, wrong),
    ...arm('noisy', wrong, wrong, wrong, wrong, wrong, right),
    ...arm('worse', right, wrong),
  ];
  const judge = (...arms: readonly string[]): ClaimResult =>
    evaluateImprovement(
      { measure: claimMeasures.accuracy, delta: { value: 0.15, unit: 'share' }, arms },
      { runs, sanity: [] },
    );
  it('passes only when every arm does', () => {
    assert.equal(judge('better').verdict, 'reproduced');
    assert.equal(judge('better', 'better').verdict, 'reproduced');
    assert.equal(judge('better', 'same').verdict, 'partly reproduced');
    assert.equal(judge('same', 'same').verdict, 'no difference');
    assert.equal(judge('same', 'noisy').verdict, 'cannot tell');
    assert.equal(judge('better', 'noisy', 'worse').verdict, 'opposite');
    assert.equal(judge('better', 'noisy').reason, 'better reproduced, noisy cannot tell');
  });

  it('has the largest p of its arms where they pass together', () => {
    const [alone, both] = [judge('better').p, judge('better', 'noisy').p];
    assert.ok(alone !== null && both !== null);
    // One arm of two, after Holm: twice its own.
    assert.ok(Math.abs(both - 2 * alone) < 1e-12 && alone < 1e-6);
    // One seed of five at 100 points: t = 1 with 4 degrees of freedom, p = 0.374.
    assert.equal(judge('noisy').p?.toFixed(3), '0.374');
  });

  it('says which arm is missing', () => {
    assert.match(judge('absent').reason, /absent: 0 of at least 3 seeds/);
  });
});
