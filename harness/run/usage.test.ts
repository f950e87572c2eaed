import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Episode, SearchRecord } from '../core/episode.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { addSearches, noUsage } from './usage.ts';

function episode(searches: readonly Partial<SearchRecord>[], failed = false): Episode {
  return {
    id: '1/q/0',
    question: testQuestion(),
    sample: 0,
    turns: [],
    searches: searches.map((search) => ({
      query: 'q',
      documents: [],
      backend: 'llm',
      goldRank: null,
      ...search,
    })),
    outcome: failed
      ? { kind: 'failed', error: { kind: 'search', message: 'gone' } }
      : { kind: 'answered', answer: 'x' },
  };
}

describe('addSearches', () => {
  it('counts searches by backend, tokens and cost, those of failed episodes too', () => {
    const first = addSearches(noUsage.training, [
      episode([{ generatedTokens: 30, costUsd: 0.5 }, { backend: 'bm25' }]),
      episode([]),
    ]);
    assert.deepEqual(first, { searches: { llm: 1, bm25: 1 }, simulatorTokens: 30, costUsd: 0.5 });
    const second = addSearches(first, [episode([{ generatedTokens: 12 }, { costUsd: 0.25 }], true)]);
    assert.deepEqual(second, { searches: { llm: 3, bm25: 1 }, simulatorTokens: 42, costUsd: 0.75 });
  });
});
