import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Episode } from '../core/episode.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { outcomeRow, playOutcome, questionOutcome } from './evaluation-row.ts';

/** An answered episode whose searches found the gold chunk at these ranks, null for a miss. */
function episodeWith(ranks: readonly (number | null)[], goldChunkId: string | null): Episode {
  return {
    id: '1/q1/0',
    question: testQuestion({ goldChunkId, chunkIds: goldChunkId === null ? [] : [goldChunkId] }),
    sample: 0,
    turns: [],
    searches: ranks.map((goldRank) => ({ query: 'valve', documents: [], backend: 'b', goldRank })),
    outcome: { kind: 'answered', answer: 'valve 7' },
  };
}

function hits(ranks: readonly (number | null)[], goldChunkId: string | null): unknown[] {
  const { chunkId, searches, firstHit, everHit } = questionOutcome(episodeWith(ranks, goldChunkId), true);
  return [chunkId, searches, firstHit, everHit];
}

describe('the outcome of a question', () => {
  it('says whether the first search and any search found the gold chunk', () => {
    assert.deepEqual(hits([1, null], 'c1'), ['c1', 2, true, true]);
    assert.deepEqual(hits([null, 3], 'c1'), ['c1', 2, false, true]);
    assert.deepEqual(hits([null], 'c1'), ['c1', 1, false, false]);
    assert.deepEqual(hits([], 'c1'), ['c1', 0, null, false]);
  });

  it('knows no hit and no miss where the gold chunk is not known, and stands for itself in the statistics', () => {
    assert.deepEqual(hits([null, null], null), ['q1', 2, null, null]);
  });

  it('is read as it was written', () => {
    for (const gold of ['c1', null]) {
      const outcome = questionOutcome(episodeWith([null], gold), false);
      for (const row of [outcome, { ...outcome, samples: [playOutcome(outcome), playOutcome(outcome)] }])
        assert.deepEqual(outcomeRow.parse(JSON.parse(JSON.stringify(row))), row);
      assert.ok(!('samples' in outcomeRow.parse(outcome)));
      assert.deepEqual(playOutcome(outcome), {
        correct: false,
        answered: true,
        searches: 1,
        firstHit: gold === null ? null : false,
      });
    }
  });
});
