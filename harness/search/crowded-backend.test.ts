import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../core/random.ts';
import { crowdedBackend } from './crowded-backend.ts';
import { bm25Backend } from './lexical/bm25.ts';
import { oracleBackend } from './oracle-backend.ts';
import { contractChunks, contractRequest, searchContract } from './testing/search-contract.ts';

const crowded = crowdedBackend(oracleBackend(contractChunks), bm25Backend(contractChunks));

searchContract('a crowded search', { make: () => crowded, readsQuestion: true });

describe('a crowded search', () => {
  it('has what is needed in every place among what the query finds, and alone where there is one place', async () => {
    const places = new Set<number>();
    for (let draw = 0; draw < 40; draw += 1) {
      const random = Random.seeded(draw).fork('place');
      const { documents } = await crowded.search(contractRequest('valve1 crew', { topK: 3, random }));
      const ids = documents.map(({ id }) => id);
      // The question needs chunk 3 first; of valve 1, which the query names, are chunks 1, 6 and so on.
      places.add(ids.indexOf('c3'));
      assert.deepEqual(ids.toSorted(), ['c1', 'c3', 'c6']);
    }
    assert.deepEqual(places, new Set([0, 1, 2]));
    const { documents } = await crowded.search(contractRequest('valve1 crew', { topK: 1 }));
    assert.deepEqual(
      documents.map(({ id }) => id),
      ['c3'],
    );
  });
});
