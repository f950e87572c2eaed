import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bestWordMatch } from './answer-match.ts';

// Worked out by hand: F1 is 2 x shared / (words + words of the gold answer).
const cases: readonly (readonly [
  title: string,
  prediction: string,
  golds: readonly string[],
  match: readonly [words: number, shared: number, f1: number],
])[] = [
  ['no word in common', 'command module', ['Odyssey'], [2, 0, 0]],
  ['articles and punctuation are no words', 'The (lunar) module.', ['a lunar module'], [2, 2, 1]],
  ['a word twice, once in the gold answer', 'bus bus', ['main bus'], [2, 1, 1 / 2]],
  ['a word twice on both sides', 'bora bora', ['Bora Bora'], [2, 2, 1]],
  [
    'the alias of the highest F1, not the one that shares most',
    'Lovell',
    ['James A. Lovell', 'Lovell'],
    [1, 1, 1],
  ],
  // 2 x 1 / (5 + 1) against 2 x 2 / (5 + 7).
  ['between equals the alias that shares more', 'x y p q r', ['x', 'x y 1 2 3 4 5'], [5, 2, 1 / 3]],
  ['nothing predicted', 'the', ['the'], [0, 0, 0]],
  ['no gold answer', 'Odyssey', [], [1, 0, 0]],
];

describe('bestWordMatch', () => {
  for (const [title, prediction, golds, [words, shared, f1]] of cases)
    it(`finds ${shared} of ${words} words: ${title}`, () => {
      for (const order of [golds, golds.toReversed()])
        assert.deepEqual(bestWordMatch(prediction, order), { words, shared, f1 });
    });
});
