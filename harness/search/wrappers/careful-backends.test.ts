import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { LastingSearchError, TransientError } from '../../core/retry.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { contractRequest } from '../testing/search-contract.ts';
import { breakerBackend } from './breaker-backend.ts';
import { limitedBackend } from './limited-backend.ts';
import { retryBackend } from './retry-backend.ts';
import { countedBackend, down } from './testing/counted-backend.ts';

describe('the rate of a search', () => {
  it('keeps the beginnings of searches apart, and lets time that has passed count', async () => {
    let ms = 1000;
    const pauses: number[] = [];
    const inner = countedBackend();
    const backend = limitedBackend(inner, {
      perSecond: 4,
      now: () => ms,
      sleep: async (pause) => pauses.push(pause),
    });
    assert.equal(backend.id, 'counted');
    await Promise.all(['a', 'b', 'c'].map((query) => backend.search(contractRequest(query))));
    ms += 600;
    await backend.search(contractRequest('d'));
    ms += 1000;
    await backend.search(contractRequest('e'));
    assert.deepEqual(pauses, [250, 500, 150]);
    assert.deepEqual(inner.queries.toSorted(), ['a', 'b', 'c', 'd', 'e']);
  });
  it('is above 0', () => {
    for (const perSecond of [0, -1, Number.NaN, Infinity])
      assert.throws(() => limitedBackend(countedBackend(), { perSecond }), { kind: 'configuration' });
  });
});

describe('the breaker of a search', () => {
  it('leaves alone what keeps failing, then tries a single search', async () => {
    let isDown = true;
    const inner = countedBackend(() => (isDown ? down() : null));
    const backend = breakerBackend(inner, { failures: 3, restMs: 30 });
    assert.equal(backend.id, 'counted');
    for (let i = 0; i < 3; i += 1)
      await assert.rejects(backend.search(contractRequest('x')), /^TwinZeroError: down/u);
    for (let i = 0; i < 5; i += 1)
      await assert.rejects(backend.search(contractRequest('x')), (error) => {
        assert.ok(error instanceof LastingSearchError);
        assert.match(error.message, /^counted failed 3 times in a row and is left alone for 0\.03 s; /u);
        return true;
      });
    assert.equal(inner.queries.length, 3);
    await setTimeout(40);
    isDown = false;
    await backend.search(contractRequest('x'));
    await backend.search(contractRequest('x'));
    assert.equal(inner.queries.length, 5);
  });
  it('is not moved by what another search would not mend, nor by failures with successes between', async () => {
    const errors = [
      new LastingSearchError('refused'),
      new TwinZeroError('configuration', 'no key'),
      new TwinZeroError('budget', 'spent'),
    ];
    const refusing = countedBackend((i) => errors[i % 3] ?? null);
    const careful = breakerBackend(refusing, { failures: 2, restMs: 1000 });
    for (let i = 0; i < 6; i += 1) await assert.rejects(careful.search(contractRequest('x')), errors[i % 3]);
    assert.equal(refusing.queries.length, 6);
    const wavering = countedBackend((i) => (i % 2 === 0 ? down() : null));
    const backend = breakerBackend(wavering, { failures: 2, restMs: 1000 });
    for (let i = 0; i < 6; i += 1) await backend.search(contractRequest('x')).catch(() => undefined);
    assert.equal(wavering.queries.length, 6);
  });
});

function busy(retryAfterMs: number): TwinZeroError {
  return new TwinZeroError('search', 'busy', { cause: new TransientError('busy', { retryAfterMs }) });
}

describe('the retry of a search that says when', () => {
  it('waits as long as it is asked to', async () => {
    const pauses: number[] = [];
    const inner = countedBackend((i) => [busy(7000), busy(10), null][i] ?? null);
    const sleep = async (ms: number): Promise<void> => void pauses.push(ms);
    await retryBackend(inner, { attempts: 3, backoffMs: 100, sleep }).search(contractRequest('x'));
    assert.deepEqual(pauses, [7000, 200]);
  });
  it('does not wait beyond its deadline', async () => {
    const inner = countedBackend(() => busy(3_600_000));
    await assert.rejects(
      retryBackend(inner, {
        attempts: 3,
        backoffMs: 100,
        deadlineMs: 60_000,
        sleep: () => assert.fail('no pause'),
      }).search(contractRequest('x')),
      {
        kind: 'search',
        message:
          'search "x" failed in 1 of 3 attempts, the last time because: busy; the next needs a pause of 3600 s, more than there is',
      },
    );
  });
  it('makes a lasting failure once', async () => {
    const inner = countedBackend(() => new LastingSearchError('refused'));
    await assert.rejects(
      retryBackend(inner, { attempts: 3, backoffMs: 0 }).search(contractRequest('x')),
      /refused/u,
    );
    assert.equal(inner.queries.length, 1);
  });
});
