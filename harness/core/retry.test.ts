import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deadlineIn, longestTimerMs, requireMilliseconds } from './deadline.ts';
import { isTransient, isTransientStatus, RetriesSpent, retry, TransientError } from './retry.ts';
import { TwinZeroError } from './twin-zero-error.ts';

/** A task that fails with these errors, then returns the number of its attempt; its pauses move its clock. */
function failing(...errors: readonly unknown[]): {
  readonly pauses: number[];
  readonly task: (attempt: number) => Promise<number>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
} {
  const pauses: number[] = [];
  return {
    pauses,
    async task(attempt) {
      if (attempt < errors.length) throw errors[attempt];
      return attempt;
    },
    now: () => pauses.reduce((sum, ms) => sum + ms, 0),
    async sleep(ms) {
      pauses.push(ms);
    },
  };
}

const down = new TransientError('down');
const asking = (retryAfterMs: number): TransientError => new TransientError('busy', { retryAfterMs });

describe('a retry', () => {
  it('pauses for the doubled backoff, or as long as the failure asks', async () => {
    const { task, sleep, pauses } = failing(down, asking(70), asking(30), down);
    assert.equal(await retry(task, { attempts: 5, backoffMs: 10, sleep }), 4);
    assert.deepEqual(pauses, [10, 70, 40, 80]);
  });

  it('ends with the last failure and the number of attempts', async () => {
    const { task, sleep } = failing(down, down, asking(5), down);
    await assert.rejects(retry(task, { attempts: 3, backoffMs: 10, sleep }), (error) => {
      assert.ok(error instanceof RetriesSpent);
      assert.deepEqual([error.attempts, error.pauseMs, error.message], [3, null, 'busy']);
      return true;
    });
  });

  it('begins no pause that would outlast the deadline', async () => {
    for (const [backoffMs, asked, made, next] of [
      [10, 0, 3, 40],
      [0, 35, 2, 35],
      [0, 70, 1, 70],
    ] as const) {
      const { task, sleep, now } = failing(...Array.from({ length: 9 }, () => asking(asked)));
      const deadline = deadlineIn(70, now);
      await assert.rejects(retry(task, { attempts: 9, backoffMs, sleep, deadline }), (error) => {
        assert.ok(error instanceof RetriesSpent);
        assert.deepEqual([error.attempts, error.pauseMs], [made, next]);
        return true;
      });
    }
  });

  it('never gives a timer more than it can hold, which it would take for 1 ms', async () => {
    const { task, sleep, pauses } = failing(down, down);
    await retry(task, { attempts: 3, backoffMs: longestTimerMs, sleep });
    assert.deepEqual(pauses, [longestTimerMs, longestTimerMs]);
  });

  it('tries what is transient again and nothing else', async () => {
    for (const [error, transient] of [
      [down, true],
      [new TwinZeroError('search', 'x'), true],
      [new TwinZeroError('engine', 'x'), false],
      [new TwinZeroError('configuration', 'x'), false],
      [new TwinZeroError('data', 'x'), false],
      [new Error('x'), false],
      ['x', false],
    ] as const) {
      assert.equal(isTransient(error), transient);
      const { task, sleep, pauses } = failing(error);
      const run = retry(task, { attempts: 2, backoffMs: 0, sleep });
      if (transient) assert.equal(await run, 1);
      else await assert.rejects(run, (thrown) => thrown === error);
      assert.equal(pauses.length, transient ? 1 : 0);
    }
    const statuses = [200, 304, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504, 529];
    assert.deepEqual(statuses.filter(isTransientStatus), [408, 429, 500, 502, 503, 504, 529]);
  });

  it('ends a pause of a real timer when it is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    setTimeout(() => controller.abort(reason), 10);
    const { task } = failing(down);
    await assert.rejects(
      retry(task, { attempts: 2, backoffMs: 60_000, signal: controller.signal }),
      (error) => error === reason,
    );
  });
});

describe('a deadline', () => {
  it('has whole milliseconds left, from 0', () => {
    let now = 5;
    const deadline = deadlineIn(10, () => now);
    assert.equal(deadline.left(), 10);
    now = 7.5;
    assert.equal(deadline.left(), 8);
    now = 99;
    assert.equal(deadline.left(), 0);
  });

  it('is one that a timer can keep', () => {
    for (const ms of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 31])
      assert.throws(
        () => requireMilliseconds('timeoutMs', ms),
        (error) =>
          error instanceof TwinZeroError &&
          error.kind === 'configuration' &&
          error.message ===
            `timeoutMs is ${ms}; it is an integer number of milliseconds from 1 to 2147483647`,
      );
    requireMilliseconds('timeoutMs', 1);
    requireMilliseconds('timeoutMs', longestTimerMs);
  });
});
