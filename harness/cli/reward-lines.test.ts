import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rewardLines } from './reward-lines.ts';

const specs = [
  { name: 'correctness', weight: 4, reward: 'correctness' },
  { name: 'retry', weight: 0, reward: 'retry' },
  { name: 'em_chunk', weight: -0.5, reward: 'whole-chunk' },
] as const;

describe('rewardLines', () => {
  it('itemises value, weight and pay, and what is measured alone', () => {
    const parts = { correctness: { value: 1 }, retry: { value: 0.35 }, em_chunk: { value: 1 / 3 } };
    assert.deepEqual(rewardLines(specs, { parts, total: 4 - 1 / 6 }), [
      'correctness  1 x 4 = 4',
      'retry        0.35, not paid',
      'em_chunk     0.3333 x -0.5 = -0.1667',
      'total        3.8333',
    ]);
  });

  it('says what is missing, and gives no total then', () => {
    const parts = {
      correctness: { value: 0 },
      retry: { missing: 'field messages' },
      em_chunk: { missing: 'field chunk_content' },
    };
    assert.deepEqual(rewardLines(specs, { parts, total: null }).slice(1), [
      'retry        not known: it needs field messages',
      'em_chunk     not known: it needs field chunk_content',
      'total        not known',
    ]);
  });
});
