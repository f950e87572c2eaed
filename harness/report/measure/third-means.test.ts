import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { fixtureRun } from '../testing/report-fixture.ts';
import { thirdMeans } from './third-means.ts';

const run = (
  seed: number,
  words: readonly (number | null)[],
  status: 'complete' | 'incomplete' = 'complete',
): Run =>
  fixtureRun({
    arm: 'a',
    seed,
    info: { steps: words.length, status },
    metrics: words.map((value, index) => ({ step: index + 1, answer_words: value })),
  });

describe('means of thirds', () => {
  it('average the first and the last third of each run, then the seeds', () => {
    const found = thirdMeans([run(1, [1, 3, 99, 99, 5, 7]), run(2, [4, 4, 99, 99, 10, 12])], 'answer_words');
    assert.deepEqual(found, {
      first: { mean: 3, low: 2, high: 4, seeds: 2 },
      last: { mean: 8.5, low: 6, high: 11, seeds: 2 },
    });
  });

  it('leave out empty cells, runs that did not end, and the middle of steps that three does not divide', () => {
    // Of four steps, 1 is in the first third and 3 and 4 are in the last.
    const found = thirdMeans([run(1, [2, 99, null, 8]), run(2, [50, 50, 50], 'incomplete')], 'answer_words');
    assert.deepEqual(found.first, { mean: 2, low: 2, high: 2, seeds: 1 });
    assert.deepEqual(found.last, { mean: 8, low: 8, high: 8, seeds: 1 });
  });

  it('are null where nothing was recorded', () => {
    assert.deepEqual(thirdMeans([run(1, [1, 2, 3])], 'padding_words'), { first: null, last: null });
    assert.deepEqual(thirdMeans([], 'answer_words'), { first: null, last: null });
  });
});
