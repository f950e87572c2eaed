import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fixtureConfig, fixtureRun } from '../testing/report-fixture.ts';
import { lastThirdScores } from './last-third.ts';
import { accuracy, ratio, recovery } from './score.ts';

const run = (heldOut: Readonly<Record<number, string>>, steps = 60): ReturnType<typeof fixtureRun> =>
  fixtureRun({ arm: 'a', seed: 1, heldOut, info: { steps, config: fixtureConfig({ steps: 60 }) } });

describe('the scores of the last third of training', () => {
  it('are the mean of its evaluations, question by question, and leave step 40 of 60 out', () => {
    const scores = lastThirdScores(
      run({ 0: '0000', 20: '1111', 40: '1111', 50: '1100', 60: '1000' }),
      accuracy,
    );
    assert.deepEqual(
      scores?.map(({ sum, count }) => [sum, count]),
      [
        [1, 1],
        [0.5, 1],
        [0, 1],
        [0, 1],
      ],
    );
  });

  it('count a failed episode and a hit of the first search for nothing', () => {
    const late = run({ 50: 'rx11', 60: 'm111' });
    assert.equal(ratio(lastThirdScores(late, accuracy) ?? []), (0.5 + 0.5 + 1 + 1) / 3.5);
    assert.deepEqual(
      lastThirdScores(late, recovery)?.map(({ sum, count }) => [sum, count]),
      [
        [0.5, 1],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    );
  });

  it('of a run that ended early stay at its last evaluation; of one that did not end there are none', () => {
    assert.equal(ratio(lastThirdScores(run({ 0: '00', 20: '11', 30: '10' }, 30), accuracy) ?? []), 0.5);
    const early = run({ 0: '00', 20: '11' }, 20);
    const open = { ...early, info: { ...early.info, status: 'incomplete' as const } };
    assert.equal(lastThirdScores(open, accuracy), null);
    assert.equal(lastThirdScores(run({ 0: '11' }), accuracy), null);
  });
});
