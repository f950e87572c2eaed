import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { bm25Index } from './bm25.ts';
import { termsOf } from './terms-of.ts';

const parameters = { k1: 1.2, b: 0.75 };

const word = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));

/** The formula read straight off the page, one document at a time. */
function plainScore(texts: readonly string[], query: string, position: number): number {
  const lengths = texts.map((each) => termsOf(each).length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / texts.length;
  let score = 0;
  for (const term of termsOf(query)) {
    const df = texts.filter((each) => termsOf(each).includes(term)).length;
    const tf = termsOf(texts[position] ?? '').filter((each) => each === term).length;
    const idf = Math.log(1 + (texts.length - df + 0.5) / (df + 0.5));
    score += (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * (lengths[position] ?? 0)) / mean));
  }
  return score;
}

describe('the BM25 index', () => {
  it('gives the scores of a hand calculation', () => {
    // N = 3, mean length 2; "a" is in two texts: idf = ln(1 + 1.5 / 2.5) = 0.4700036.
    // Length 2: 2.2 / (1 + 1.2) = 1. Length 3: 2.2 / (1 + 1.2 * 1.375) = 0.8301887.
    const hits = bm25Index(['a c c', 'A b!', 'd'], parameters)('a', 5);
    assert.deepEqual(
      hits.map(({ position, score }) => [position, score.toFixed(7)]),
      [
        [1, '0.4700036'],
        [0, '0.3901917'],
      ],
    );
  });
  it('counts a repeated query term once per repeat', () => {
    const index = bm25Index(['a b', 'c d'], parameters);
    const [once] = index('a', 1);
    const [twice] = index('a A', 1);
    assert.equal(twice?.score, 2 * (once?.score ?? Number.NaN));
  });
  it('orders equal scores by position', () => {
    const index = bm25Index(['x y', 'a b', 'a c', 'a d'], parameters);
    assert.deepEqual(
      index('a', 2).map(({ position }) => position),
      [1, 2],
    );
  });
  it('returns nothing for unknown words, no words or a limit of 0', () => {
    const index = bm25Index(['a b', 'c d'], parameters);
    assert.deepEqual([index('zebra', 5), index(' ?! ', 5), index('a', 0)], [[], [], []]);
  });
  it('agrees with the formula applied document by document', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        text,
        fc.integer({ min: 1, max: 6 }),
        (texts, query, topK) => {
          const expected = texts
            .map((_, position) => ({ position, score: plainScore(texts, query, position) }))
            .filter(({ score }) => score > 0)
            .sort((first, second) => second.score - first.score || first.position - second.position)
            .slice(0, topK);
          const hits = bm25Index(texts, parameters)(query, topK);
          assert.deepEqual(
            hits.map(({ position }) => position),
            expected.map(({ position }) => position),
          );
          for (const [i, { score }] of hits.entries())
            assert.ok(Math.abs(score - (expected[i]?.score ?? Number.NaN)) < 1e-12);
        },
      ),
    );
  });
});
