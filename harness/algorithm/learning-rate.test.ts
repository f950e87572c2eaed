import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type LearningRate, learningRateAt } from './learning-rate.ts';

const rezero: LearningRate = { kind: 'cosine', peak: 5e-6, warmupRatio: 0.1 };

function at(schedule: LearningRate, done: number, total = 1000): number {
  return learningRateAt(schedule, { done, total });
}

describe('learningRateAt', () => {
  it("gives the rates of ReZero's run", () => {
    const known = [
      [250, 4.67e-6],
      [350, 4.11e-6],
      [450, 3.36e-6],
      [700, 1.25e-6],
    ] as const;
    for (const [done, rate] of known) assert.equal(at(rezero, done).toPrecision(3), rate.toPrecision(3));
  });

  it('rises linearly from 0 to the peak', () => {
    assert.equal(at(rezero, 0), 0);
    assert.equal(at(rezero, 50), 2.5e-6);
    assert.equal(at(rezero, 100), 5e-6);
    assert.ok(Math.abs(at(rezero, 1000)) < 1e-20);
  });

  it('starts at the peak without a warm-up', () => {
    for (const kind of ['constant', 'linear', 'cosine'] as const)
      assert.equal(at({ kind, peak: 1e-4, warmupRatio: 0 }, 0), 1e-4);
  });

  it('falls linearly, or not at all', () => {
    assert.equal(at({ kind: 'linear', peak: 2, warmupRatio: 0 }, 25, 100), 1.5);
    assert.equal(at({ kind: 'linear', peak: 2, warmupRatio: 0.5 }, 75, 100), 1);
    assert.equal(at({ kind: 'constant', peak: 2, warmupRatio: 0.5 }, 99, 100), 2);
  });
});
