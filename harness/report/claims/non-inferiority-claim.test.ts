import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accuracy, evaluationAt, scoresOf } from '../measure/score.ts';
import type { ClaimResult } from '../report.ts';
import { fixtureRun } from '../testing/report-fixture.ts';
import { evaluateNonInferiority } from './non-inferiority-claim.ts';

function judge(treatment: string, control: string, margin: number): ClaimResult {
  const runs = [1, 2, 3].flatMap((seed) => [
    fixtureRun({ arm: 'new', seed, heldOut: { 10: treatment } }),
    fixtureRun({ arm: 'old', seed, heldOut: { 10: control } }),
  ]);
  const comparison = { treatment: 'new', control: 'old' };
  const scores = (run: (typeof runs)[number]): ReturnType<typeof scoresOf> | null => {
    const found = evaluationAt(run, 'held-out', 10);
    return found === undefined ? null : scoresOf(found.outcomes, accuracy);
  };
  return evaluateNonInferiority({ id: 'x', comparison, scores, margin }, { runs, sanity: [] });
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
