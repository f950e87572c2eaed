import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ErrorKind, TwinZeroError } from '../../core/twin-zero-error.ts';
import { bm25Backend } from '../lexical/bm25.ts';
import type { SearchBackend } from '../search-backend.ts';
import { contractChunks, contractRequest, searchContract } from '../testing/search-contract.ts';
import { retryBackend } from './retry-backend.ts';

/** Fails its first searches with errors of these kinds, then finds what its generator draws. */
function failing(...kinds: readonly ErrorKind[]): SearchBackend & { readonly draws: number[] } {
  const draws: number[] = [];
  return {
    id: 'inner',
    draws,
    async search({ random }) {
      const draw = random.fork('simulator').uint32();
      const kind = kinds[draws.push(draw) - 1];
      if (kind !== undefined) throw new TwinZeroError(kind, `fault ${draws.length}`);
      return { documents: [{ id: `${draw}`, text: 'x', origin: 'simulated' }] };
    },
  };
}

searchContract('a retry', {
  make: () => retryBackend(bm25Backend(contractChunks), { attempts: 2, backoffMs: 0 }),
  readsQuestion: false,
});

describe('the retry of a search', () => {
  it('pauses twice as long each time and draws anew in each attempt but the first', async () => {
    const inner = failing('search', 'search', 'search');
    const pauses: number[] = [];
    const backend = retryBackend(inner, {
      attempts: 4,
      backoffMs: 50,
      async sleep(ms) {
        pauses.push(ms);
      },
    });
    assert.equal(backend.id, 'retry(inner,4)');
    const request = contractRequest('x');
    const { documents } = await backend.search(request);
    assert.deepEqual(pauses, [50, 100, 200]);
    const { random } = request;
    assert.deepEqual(inner.draws, [
      random.fork('simulator').uint32(),
      ...[1, 2, 3].map((k) => random.fork('attempt', k).fork('simulator').uint32()),
    ]);
    assert.equal(new Set(inner.draws).size, 4);
    assert.equal(documents[0]?.id, `${inner.draws[3]}`);
  });
  it('changes nothing where the first attempt succeeds', async () => {
    const request = contractRequest('x');
    const options = { attempts: 3, backoffMs: 0 };
    assert.deepEqual(await retryBackend(failing(), options).search(request), await failing().search(request));
  });
  it('fails once after the last attempt, with their number and the last cause', async () => {
    const inner = failing('search', 'search', 'search');
    await assert.rejects(
      retryBackend(inner, { attempts: 2, backoffMs: 0 }).search(contractRequest('valve')),
      (error) =>
        error instanceof TwinZeroError &&
        error.kind === 'search' &&
        error.message === 'search "valve" failed in each of 2 attempts, the last time because: fault 2',
    );
    assert.equal(inner.draws.length, 2);
  });
  it('does not try errors of another kind again', async () => {
    for (const kind of ['configuration', 'data', 'internal'] as const) {
      const inner = failing(kind);
      await assert.rejects(
        retryBackend(inner, { attempts: 5, backoffMs: 0 }).search(contractRequest('x')),
        (error) => error instanceof TwinZeroError && error.kind === kind && error.message === 'fault 1',
      );
      assert.equal(inner.draws.length, 1);
    }
  });
  it('refuses settings it cannot follow', () => {
    for (const attempts of [0, -1, 1.5, Number.NaN])
      assert.throws(() => retryBackend(failing(), { attempts, backoffMs: 0 }), /an integer from 1/);
    for (const backoffMs of [-1, Number.NaN, Infinity])
      assert.throws(() => retryBackend(failing(), { attempts: 1, backoffMs }), /milliseconds from 0/);
  });
});
