import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { bm25Backend } from '../lexical/bm25.ts';
import { oracleBackend } from '../oracle-backend.ts';
import type { SearchBackend } from '../search-backend.ts';
import { contractRequest, contractChunks as pool } from '../testing/search-contract.ts';
import { cachedBackend } from './cached-backend.ts';
import { faultBackend } from './fault-backend.ts';
import { noiseBackend } from './noise-backend.ts';

const bm25 = bm25Backend(pool);

/** Counts the searches that reach `inner`; fails the first `failures` of them. */
function counting(inner: SearchBackend, failures = 0): { backend: SearchBackend; searches: () => number } {
  let count = 0;
  const backend: SearchBackend = {
    id: inner.id,
    async search(request) {
      count += 1;
      if (count <= failures) throw new TwinZeroError('search', 'down');
      return inner.search(request);
    },
  };
  return { backend, searches: () => count };
}

describe('the noise wrapper', () => {
  it('replaces about its rate of searches, marks each one and never shows a chunk the question needs', async () => {
    const backend = noiseBackend(bm25, { rate: 0.3, pool });
    assert.equal(backend.id, 'noise(bm25,0.3)');
    let noisy = 0;
    for (let i = 0; i < 2000; i += 1) {
      const result = await backend.search(contractRequest('tank7', { searchIndex: i }));
      if (result.noisy === true) {
        noisy += 1;
        assert.equal(result.documents.length, 3);
        assert.ok(
          result.documents.every(({ id, origin }) => origin === 'distractor' && id !== 'c7' && id !== 'c3'),
        );
      } else assert.equal(result.documents[0]?.id, 'c7');
    }
    // Binomial(2000, 0.3): mean 600, standard deviation 20.5; four of them either way.
    assert.ok(noisy > 518 && noisy < 682, `${noisy} of 2000`);
  });
  it('returns what the pool has when that is less than the limit', async () => {
    const backend = noiseBackend(bm25, { rate: 1, pool: pool.slice(6, 9) });
    const { documents } = await backend.search(contractRequest('tank7'));
    assert.deepEqual(documents.map(({ id }) => id).toSorted(), ['c6', 'c8']);
  });
  it('refuses a rate that is no probability and an empty pool', () => {
    for (const rate of [-0.1, 1.1, Number.NaN])
      assert.throws(() => noiseBackend(bm25, { rate, pool }), /it is a probability, from 0 to 1/);
    assert.throws(() => noiseBackend(bm25, { rate: 0.1, pool: [] }), /at least one chunk/);
  });
});

describe('the fault wrapper', () => {
  it('fails about its rate of searches with a search error, the same ones each time', async () => {
    const backend = faultBackend(bm25, { rate: 0.2 });
    const failures = async (): Promise<number[]> => {
      const failed: number[] = [];
      for (let i = 0; i < 1000; i += 1)
        await backend.search(contractRequest('tank7', { searchIndex: i })).catch((error: unknown) => {
          assert.ok(error instanceof TwinZeroError && error.kind === 'search');
          failed.push(i);
        });
      return failed;
    };
    const first = await failures();
    // Binomial(1000, 0.2): mean 200, standard deviation 12.6; four of them either way.
    assert.ok(first.length > 149 && first.length < 251, `${first.length} of 1000`);
    assert.deepEqual(await failures(), first);
  });
});

describe('the cache', () => {
  it('asks once for equal searches and again for another query or limit', async () => {
    const { backend, searches } = counting(bm25);
    const cached = cachedBackend(backend);
    await Promise.all([cached.search(contractRequest('tank7')), cached.search(contractRequest('tank7'))]);
    assert.equal(searches(), 1);
    await cached.search(contractRequest('tank8'));
    await cached.search(contractRequest('tank7', { topK: 4 }));
    assert.equal(searches(), 3);
  });
  it('keeps backends apart in a shared store and honours further key parts', async () => {
    const store = new Map();
    const first = counting(bm25);
    const second = counting(bm25Backend(pool, { k1: 0.9, b: 0.4 }));
    await cachedBackend(first.backend, { store }).search(contractRequest('tank7'));
    await cachedBackend(second.backend, { store }).search(contractRequest('tank7'));
    assert.equal(second.searches(), 1);
    const byQuestion = cachedBackend(first.backend, { store, keyParts: ({ question }) => [question.id] });
    await byQuestion.search(contractRequest('tank7'));
    assert.equal(first.searches(), 2);
  });
  it('does not keep a failure', async () => {
    const { backend, searches } = counting(bm25, 1);
    const cached = cachedBackend(backend);
    await assert.rejects(cached.search(contractRequest('tank7')), /down/);
    assert.equal((await cached.search(contractRequest('tank7'))).documents[0]?.id, 'c7');
    assert.equal(searches(), 2);
  });
});

describe('the oracle', () => {
  it('gives the needed chunks in order, then the gold chunk again', async () => {
    const oracle = oracleBackend(pool);
    const shown = [];
    for (const searchIndex of [0, 1, 2])
      shown.push(
        ...(await oracle.search(contractRequest('nonsense', { searchIndex }))).documents.map(({ id }) => id),
      );
    assert.deepEqual(shown, ['c3', 'c7', 'c7']);
  });
  it('fails for a chunk the corpus lacks', async () => {
    await assert.rejects(oracleBackend(pool.slice(0, 2)).search(contractRequest('x')), /needs chunk c3/);
  });
  it('fails for a question whose chunks are not known', async () => {
    const request = contractRequest('x');
    const question = { ...request.question, goldChunkId: null, chunkIds: [] };
    await assert.rejects(oracleBackend(pool).search({ ...request, question }), {
      kind: 'search',
      message: /are not known/u,
    });
  });
});
