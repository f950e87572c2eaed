import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { f1Reward } from './answer-rewards.ts';
import { answered } from './testing/conversation.ts';

// Worked out by hand: 2 x shared / (words + words of the gold answer).
const cases: readonly (readonly [
  title: string,
  answer: string | null,
  golds: readonly string[],
  value: number,
])[] = [
  ['the gold answer', 'The Odyssey.', ['odyssey'], 1],
  ['a wrong answer', 'Aquarius', ['Odyssey'], 0],
  ['half of the words', 'Jim Lovell', ['James Lovell'], 1 / 2],
  ['the best alias', 'Jim Lovell', ['James Lovell', 'Jim Lovell'], 1],
  ['a word repeated to cover more', 'tank tank tank', ['tank two'], 2 / 5],
  ['padding, which costs precision', 'Lovell Swigert Haise Mattingly', ['Haise'], 2 / 5],
  ['no answer', null, ['Odyssey'], 0],
  ['an empty answer', '', ['Odyssey'], 0],
];

describe('f1Reward', () => {
  for (const [title, answer, golds, value] of cases)
    it(`gives ${value.toFixed(2)} for ${title}`, () => {
      assert.deepEqual(f1Reward(answered(answer, golds)), { value });
    });

  it('is missing, not 0, without a gold answer', () => {
    assert.ok('missing' in f1Reward(answered('Odyssey', [])));
  });
});
