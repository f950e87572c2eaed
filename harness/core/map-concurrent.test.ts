import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { mapConcurrent } from './map-concurrent.ts';

describe('mapConcurrent', () => {
  it('keeps the order of items whatever finishes first', async () => {
    const doubled = await mapConcurrent([8, 1, 4, 2], (n) => setTimeout(n, n * 2), { limit: 3 });
    assert.deepEqual(doubled, [16, 2, 8, 4]);
    assert.deepEqual(await mapConcurrent([], () => Promise.reject(new Error('never')), { limit: 3 }), []);
  });

  it('fills the limit and never exceeds it', async () => {
    let inFlight = 0;
    let most = 0;
    const call = async (): Promise<void> => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await setTimeout(1);
      inFlight -= 1;
    };
    await mapConcurrent(Array.from({ length: 10 }), call, { limit: 3 });
    assert.equal(most, 3);
  });

  it('starts nothing after the first failure, waits for what runs, and throws that failure', async () => {
    const ended: number[] = [];
    const call = async (n: number): Promise<void> => {
      await setTimeout(n === 1 ? 1 : 10);
      ended.push(n);
      if (n >= 1) throw new Error(`failure ${n}`);
    };
    await assert.rejects(mapConcurrent([0, 1, 2, 3, 4], call, { limit: 3 }), { message: 'failure 1' });
    assert.deepEqual(
      ended.toSorted((a, b) => a - b),
      [0, 1, 2],
    );
  });
});
