import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { subEmReward } from './answer-rewards.ts';
import { answered } from './testing/conversation.ts';

const cases: readonly (readonly [
  title: string,
  answer: string | null,
  golds: readonly string[],
  value: number,
])[] = [
  ['the gold answer', 'the Odyssey', ['Odyssey'], 1],
  ['an answer that holds it among others', 'Aquarius, Odyssey, Kitty Hawk', ['Odyssey'], 1],
  ['any alias', 'it was bus B', ['main bus', 'Bus B.'], 1],
  ['a gold answer inside a word, as published', 'underground', ['round'], 1],
  ['part of the gold answer', 'Lovell', ['James Lovell'], 0],
  ['a wrong answer', 'Aquarius', ['Odyssey'], 0],
  ['no answer, even where the gold answer normalises to nothing', null, ['The'], 0],
];

describe('subEmReward', () => {
  for (const [title, answer, golds, value] of cases)
    it(`gives ${value} for ${title}`, () => {
      assert.deepEqual(subEmReward(answered(answer, golds)), { value });
    });

  it('is missing, not 0, without a gold answer', () => {
    assert.ok('missing' in subEmReward(answered('Odyssey', [])));
  });
});
