import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { fixtureRun } from '../testing/report-fixture.ts';
import { claimMeasures } from './claim-quantity.ts';
import { evaluateImprovement } from './improvement-claim.ts';

const right = '1'.repeat(32);
const wrong = '0'.repeat(32);

function arm(id: string, before: string, after: string): Run[] {
  return [1, 2, 3].map((seed) =>
    fixtureRun({ arm: id, seed, heldOut: { 0: before, 10: after }, dev: { 0: '00', 10: '11' } }),
  );
}

describe('an improvement claim', () => {
  const runs = [...arm('better', wrong, right), ...arm('same', wrong, wrong), ...arm('worse', right, wrong)];
  const verdict = (...arms: readonly string[]): string =>
    evaluateImprovement({ measure: claimMeasures.accuracy, arms }, { runs, sanity: [] }).verdict;
  it('asks for an improvement in every arm', () => {
    assert.equal(verdict('better'), 'reproduced');
    assert.equal(verdict('better', 'same'), 'same direction but weaker');
    assert.equal(verdict('same'), 'no evidence');
    assert.equal(verdict('better', 'worse'), 'opposite');
  });
  it('says which arm is missing', () => {
    assert.match(
      evaluateImprovement({ measure: claimMeasures.accuracy, arms: ['absent'] }, { runs, sanity: [] }).reason,
      /absent: 0 of at least 3 seeds/,
    );
  });
});
