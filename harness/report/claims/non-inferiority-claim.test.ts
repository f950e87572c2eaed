import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { accuracy, type Score, scoresAt } from '../measure/score.ts';
import { fixtureRun } from '../testing/report-fixture.ts';
import type { ClaimResult } from './claim.ts';
import { evaluateNonInferiority } from './non-inferiority-claim.ts';

const scores = (run: Run): Score[] | null => scoresAt(run, 10, accuracy);

function judge(treatment: string, control: string, margin: number): ClaimResult {
  const runs = [1, 2, 3].flatMap((seed) => [
    fixtureRun({ arm: 'new', seed, heldOut: { 10: treatment } }),
    fixtureRun({ arm: 'old', seed, heldOut: { 0: control, 10: control } }),
  ]);
  const comparison = { treatment: 'new', control: 'old' };
  return evaluateNonInferiority(
    { comparison, scores, paired: true, unit: 'share', margin: { value: margin, unit: 'share' } },
    { runs, sanity: [] },
  );
}

describe('a non-inferiority claim', () => {
  const half = '10'.repeat(32);
  const wrong = '0'.repeat(64);

  it('fails for an arm that never answers right', () => {
    const worse = judge(wrong, half, 0.05);
    assert.deepEqual([worse.verdict, worse.effect?.estimate], ['inferior', -0.5]);
    assert.equal(worse.reason, 'it is worse by more than 5 points');
  });

  it('does not hold for two arms that are wrong throughout: 64 questions cannot exclude five points', () => {
    assert.equal(judge(wrong, wrong, 0.05).verdict, 'cannot tell');
    assert.equal(judge(half, half, 0.05).verdict, 'cannot tell');
    assert.equal(judge(half, half, 0.15).verdict, 'non-inferior');
  });

  it('depends on the margin', () => {
    const slightlyWorse = `${'10'.repeat(24)}${'00'.repeat(8)}`;
    assert.equal(judge(slightlyWorse, half, 0.5).verdict, 'non-inferior');
    assert.equal(judge(slightlyWorse, half, 0.1).verdict, 'cannot tell');
  });
});
