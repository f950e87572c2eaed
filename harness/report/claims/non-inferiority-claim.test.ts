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
    fixtureRun({ arm: 'old', seed, heldOut: { 10: control } }),
  ]);
  const comparison = { treatment: 'new', control: 'old' };
  return evaluateNonInferiority(
    { id: 'x', comparison, scores, paired: true, unit: 'share', margin },
    { runs, sanity: [] },
  );
}

describe('a non-inferiority claim', () => {
  const half = '10'.repeat(16);
  it('holds for equal arms and fails for an arm that never answers right', () => {
    assert.equal(judge(half, half, 0.05).verdict, 'reproduced');
    const worse = judge('0'.repeat(32), half, 0.05);
    assert.equal(worse.verdict, 'opposite');
    assert.equal(worse.effect?.estimate, -0.5);
  });
  it('depends on the margin', () => {
    const slightlyWorse = `${'10'.repeat(12)}${'00'.repeat(4)}`;
    assert.equal(judge(slightlyWorse, half, 0.5).verdict, 'reproduced');
    assert.equal(judge(slightlyWorse, half, 0.1).verdict, 'no evidence');
  });
});
