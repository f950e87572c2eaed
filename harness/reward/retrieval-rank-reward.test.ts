import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { retrievalRankReward } from './retrieval-rank-reward.ts';

const episode = { id: 'e', question: 'Who led?', answers: ['Jim Lovell', 'Lovell'], messages: [] };

/** The reward where the answer stands in this document, from 1, of so many. */
function rewardAt(rank: number, documents: number): unknown {
  const first = Array.from({ length: documents }, (_, i) =>
    i + 1 === rank ? 'It was LOVELL.' : 'Haise flew.',
  );
  return retrievalRankReward({ ...episode, found: [first] });
}

describe('the reward of a retrieval rank', () => {
  it('falls by the published steps, and pays 1 for asking', () => {
    const ranks = [1, 5, 6, 20, 21, 50, 51, 100, 101, 1000, 1001, 3000, 3001];
    const expected = [6, 6, 5, 5, 3, 3, 2, 2, 1.5, 1.5, 1.1, 1.1, -2.5];
    assert.deepEqual(
      ranks.map((rank) => rewardAt(rank, 3001)),
      expected.map((value) => ({ value })),
    );
  });

  it('is that of the first search alone, and -4 without one', () => {
    const found = [['Haise flew.'], ['Lovell led.']];
    assert.deepEqual(retrievalRankReward({ ...episode, found }), { value: -2.5 });
    assert.deepEqual(retrievalRankReward({ ...episode, found: [[], ['Lovell led.']] }), { value: -2.5 });
    assert.deepEqual(retrievalRankReward({ ...episode, found: [] }), { value: -4 });
  });

  it('wants the whole words of an answer', () => {
    assert.deepEqual(retrievalRankReward({ ...episode, found: [['Lovellette']] }), { value: -2.5 });
  });

  it('is missing where documents or answers are not known', () => {
    assert.deepEqual(retrievalRankReward(episode), { missing: 'field found' });
    const { missing } = retrievalRankReward({ ...episode, answers: [], found: [] }) as { missing: string };
    assert.match(missing, /no gold answer/u);
  });
});
