import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { returnsToGo } from './token-rewards.ts';

describe('returnsToGo', () => {
  it('sums from each token to the last and leaves its input alone', () => {
    const rewards = [1, 2, 3];
    assert.deepEqual(returnsToGo(rewards), [6, 5, 3]);
    assert.deepEqual(rewards, [1, 2, 3]);
    assert.deepEqual(returnsToGo([]), []);
  });
});
