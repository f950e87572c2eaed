import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { paddingWordsReward } from './answer-rewards.ts';
import { answered } from './testing/conversation.ts';

// Counted by hand.
const cases: readonly (readonly [
  title: string,
  answer: string | null,
  golds: readonly string[],
  value: number,
])[] = [
  ['the gold answer', 'The Odyssey.', ['Odyssey'], 0],
  ['three candidates beside the gold answer', 'Lovell, Swigert, Haise, Mattingly', ['Haise'], 3],
  ['the gold word repeated', 'Haise Haise Haise', ['Haise'], 2],
  ['every word of a wrong answer', 'command module', ['Odyssey'], 2],
  // F1 2/3 with one word shared, against 4/9 with two.
  [
    'the alias of the highest F1',
    'Lovell Haise',
    ['Lovell', 'Lovell Haise Swigert Mattingly Conrad Bean Gordon'],
    1,
  ],
  ['a gold answer inside a word', 'underground', ['round'], 1],
  ['no answer', null, ['Odyssey'], 0],
];

describe('paddingWordsReward', () => {
  for (const [title, answer, golds, value] of cases)
    it(`counts ${value} for ${title}`, () => {
      assert.deepEqual(paddingWordsReward(answered(answer, golds)), { value });
    });

  it('is missing, not 0, without a gold answer', () => {
    assert.ok('missing' in paddingWordsReward(answered('Odyssey', [])));
  });
});
