import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { measureThroughput, throughput } from './throughput.ts';

const work = (): Promise<void> => wait(40);

describe('throughput', () => {
  it('is the median of the rounds, with the slowest and the fastest', () => {
    assert.deepEqual(throughput([2500, 10_000, 5000]), {
      median: 5000,
      slowest: 2500,
      fastest: 10_000,
      rounds: 3,
    });
    assert.equal(throughput([100, 300, 200, 400]).median, 250);
  });

  it('leaves the first round out', async () => {
    let calls = 0;
    const { slowest, rounds } = await measureThroughput(
      async () => {
        calls += 1;
        await wait(calls === 1 ? 200 : 20);
      },
      { tokensPerRound: 100, rounds: 3, signal: new AbortController().signal },
    );
    assert.equal(calls, 4);
    assert.equal(rounds, 3);
    assert.ok(slowest > 600, `${slowest}`);
  });

  it('keeps the rounds that ended in time, and refuses when there is none', async () => {
    const some = await measureThroughput(work, {
      tokensPerRound: 1,
      rounds: 1000,
      signal: AbortSignal.timeout(200),
    });
    assert.ok(some.rounds >= 1 && some.rounds < 10, `${some.rounds}`);
    await assert.rejects(
      measureThroughput(work, { tokensPerRound: 1, rounds: 3, signal: AbortSignal.timeout(1) }),
      /no round ended in the time given/,
    );
  });
});
