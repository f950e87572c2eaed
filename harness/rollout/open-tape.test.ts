import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Document } from '../core/episode.ts';
import { saltedIndex } from '../search/lexical/salted-index.ts';
import { contractRequest } from '../search/testing/search-contract.ts';
import { recordSearch } from './open-tape.ts';

const chunk = (id: string): Document => ({ id, text: `text of ${id}`, origin: 'chunk' });

describe('the record of a search', () => {
  it('counts the gold rank from 1', () => {
    const record = recordSearch(contractRequest('q'), { documents: [chunk('c1'), chunk('c7')] }, 'bm25');
    assert.deepEqual(record, {
      query: 'q',
      documents: [chunk('c1'), chunk('c7')],
      backend: 'bm25',
      goldRank: 2,
    });
  });
  it('has no gold rank for paraphrases or distractors of the gold chunk', () => {
    const documents = saltedIndex({
      paraphrases: [{ chunkId: 'c7', text: 'In other words' }],
      distractors: [{ id: 'c7', text: 'A namesake' }],
    });
    assert.equal(recordSearch(contractRequest('q'), { documents }, 'bm25(+2)').goldRank, null);
    const disguised: Document = { id: 'c7', text: 'made up', origin: 'simulated' };
    assert.equal(recordSearch(contractRequest('q'), { documents: [disguised] }, 'llm').goldRank, null);
  });
  it('keeps noise, latency, cost and generated tokens where the backend gave them', () => {
    const result = { documents: [], noisy: true, latencyMs: 12, costUsd: 0.001, generatedTokens: 40 };
    const record = recordSearch(contractRequest('q'), result, 'web');
    assert.deepEqual(record, { query: 'q', backend: 'web', goldRank: null, ...result });
    assert.ok(!('noisy' in recordSearch(contractRequest('q'), { documents: [] }, 'bm25')));
  });
  it('is of an episode that can be read again, whatever else the backend gave', () => {
    const scored = { documents: [chunk('c7')], scores: [1.5] };
    const search = recordSearch(contractRequest('q'), scored, 'bm25');
    assert.deepEqual(search, { query: 'q', documents: [chunk('c7')], backend: 'bm25', goldRank: 1 });
  });
});

describe('a salted index', () => {
  it('numbers the paraphrases of each chunk and marks every document by origin', () => {
    const documents = saltedIndex({
      paraphrases: ['c1', 'c1', 'c2'].map((chunkId) => ({ chunkId, text: 'again' })),
      distractors: [{ id: 'x9', text: 'elsewhere' }],
    });
    assert.deepEqual(
      documents.map(({ id, origin }) => [id, origin]),
      [
        ['c1~p0', 'paraphrase'],
        ['c1~p1', 'paraphrase'],
        ['c2~p0', 'paraphrase'],
        ['x9~d', 'distractor'],
      ],
    );
  });
});
