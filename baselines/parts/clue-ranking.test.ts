import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FmIndex } from '../../harness/search/index.ts';
import { clueRanking, fusedRanking } from './clue-ranking.ts';

const [a, b, c, d] = [1, 2, 3, 4];
/** `a` stands three times in two documents, `b` once, `c` in all four. */
const corpus = new FmIndex([
  [a, c, a],
  [a, c],
  [b, c],
  [c, d],
]);
const options = { size: 4, maxOccurrences: 1000, count: 5 };

describe('the ranking of documents by clues', () => {
  it('adds (ln(N / occurrences) + ln(N / documents)) x ln(1 + tf) of each clue', () => {
    // a: (ln 4/3 + ln 4/2) = 0.981, so 1.078 for the first and 0.680 for the second; b: 2 ln 4 x ln 2 = 1.922; c: 0.
    assert.deepEqual(clueRanking(corpus, [[a], [b], [c]], options), [2, 0, 1, 3]);
    // Twice the clue is twice the score: 2.156 against 1.922.
    assert.deepEqual(clueRanking(corpus, [[a], [a], [b]], options), [0, 2, 1]);
    // A phrase stands where its tokens follow one another.
    assert.deepEqual(clueRanking(corpus, [[c, a]], options), [0]);
  });

  it('leaves out a clue that stands nowhere or too often, and keeps the best', () => {
    assert.deepEqual(clueRanking(corpus, [[9], [a]], { ...options, maxOccurrences: 2 }), []);
    assert.deepEqual(clueRanking(corpus, [[a], [b]], { ...options, count: 1 }), [2]);
  });
});

describe('a fused ranking', () => {
  it('gives what is ranked the weight over its rank', () => {
    // x 1 + 2/3, y 1/2 + 2, z 2/2, w 1/3.
    const rankings = [
      { ids: ['x', 'y', 'w'], weight: 1 },
      { ids: ['y', 'z', 'x'], weight: 2 },
    ];
    assert.deepEqual(fusedRanking(rankings), ['y', 'x', 'z', 'w']);
  });
});
