import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { testQuestion } from '../core/testing/test-question.ts';
import { questionsOfStep } from './question-order.ts';

const questions = Array.from({ length: 10 }, (_, i) => testQuestion({ id: `q${i}` }));

function order(steps: readonly number[], seed = 1): string {
  return steps.flatMap((step) => ids(step, seed)).join();
}

function ids(step: number, seed = 1, perStep = 3): string[] {
  return questionsOfStep(questions, { seed, step, perStep }).map(({ id }) => id);
}

describe('questionsOfStep', () => {
  it('never repeats a question within an epoch', () => {
    const epoch = [1, 2, 3].flatMap((step) => ids(step));
    assert.equal(epoch.length, 9);
    assert.equal(new Set(epoch).size, 9);
    assert.equal(new Set([4, 5, 6].flatMap((step) => ids(step))).size, 9);
  });

  it('shuffles each epoch and each seed anew', () => {
    assert.notEqual(order([1, 2, 3]), order([4, 5, 6]));
    assert.notEqual(order([1, 2, 3]), order([1, 2, 3], 2));
    assert.equal(order([4, 5, 6]), order([4, 5, 6]));
  });

  it('plays every question when the epoch divides evenly', () => {
    assert.deepEqual(
      [1, 2].flatMap((step) => ids(step, 1, 5)).toSorted(),
      questions.map(({ id }) => id),
    );
  });

  it('refuses a step larger than the data', () => {
    assert.throws(() => ids(1, 1, 11), {
      kind: 'configuration',
      message: /questionsPerStep is 11 but .* 10/,
    });
  });
});
