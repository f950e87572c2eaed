import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { freeBuffers } from './free-buffers.ts';

describe('memory that is given back', () => {
  it('is gone without a collection, and its arrays are empty', async () => {
    const bytes = 200 * 2 ** 20;
    const array = new Float32Array(bytes / 4).fill(1);
    const held = process.memoryUsage.rss();
    freeBuffers([array]);
    assert.equal(array.length, 0);
    for (let wait = 0; wait < 100 && process.memoryUsage.rss() > held - bytes / 2; wait += 1)
      await setTimeout(10);
    assert.ok(process.memoryUsage.rss() < held - bytes / 2);
  });
});
