import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { logOdds, lookAheadValue, probabilityOf } from './look-ahead.ts';

const published = { settled: 0.05, rate: 0.5 };

function isNear(value: number, expected: number): void {
  assert.ok(Math.abs(value - expected) < 1e-12, `${value} is not ${expected}`);
}

describe('the value of a step in view of what follows', () => {
  it('moves towards the next value, from the last one backwards', () => {
    // 1 + 0.5 (1.5 - 1) = 1.25; 0 + 0.5 (1.25 - 0) = 0.625
    isNear(lookAheadValue([0, 1, 1.5], published), 0.625);
    isNear(lookAheadValue([0, 1, 1.5], { ...published, rate: 0.1 }), 0.105);
  });

  it('ignores what comes after the first value that hardly rises or falls', () => {
    // 1.02 - 1 < 0.05: 5 is ignored. 1 + 0.5 0.02 = 1.01; 0.505
    isNear(lookAheadValue([0, 1, 1.02, 5], published), 0.505);
    // It falls at once: 1 + 0.5 (-1 - 1) = 0
    isNear(lookAheadValue([1, -1, 7], published), 0);
  });

  it('is the value itself where nothing follows', () => {
    assert.equal(lookAheadValue([0.3], published), 0.3);
  });

  it('goes between probabilities and log odds', () => {
    isNear(logOdds(0.75), Math.log(3));
    isNear(probabilityOf(Math.log(3)), 0.75);
  });
});
