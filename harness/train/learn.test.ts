import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { layOverTokens } from './learn.ts';

describe('layOverTokens', () => {
  it('gives one number to every trained token', () => {
    assert.deepEqual(layOverTokens([0, 1, 1, 0, 1], 2.5), [0, 2.5, 2.5, 0, 2.5]);
  });

  it('gives numbers of their own to the trained tokens in order, across what lies between them', () => {
    assert.deepEqual(layOverTokens([0, 1, 1, 0, 1], [5, -6, 7]), [0, 5, -6, 0, 7]);
    assert.deepEqual(layOverTokens([], []), []);
  });

  it('refuses a number too few or too many', () => {
    for (const values of [[5, 6], [5, 6, 7, 8], []])
      assert.throws(() => layOverTokens([0, 1, 1, 0, 1], values), {
        kind: 'internal',
        message: `${values.length} numbers for 3 trained tokens`,
      });
  });
});
