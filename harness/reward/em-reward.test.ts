import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { emReward } from './answer-rewards.ts';
import { answered } from './testing/conversation.ts';

const cases: readonly (readonly [
  title: string,
  answer: string | null,
  golds: readonly string[],
  value: number,
])[] = [
  ['equal up to case, article and punctuation', 'The Odyssey.', ['odyssey'], 1],
  ['a wrong answer', 'Aquarius', ['Odyssey'], 0],
  ['any alias', 'bus B', ['main bus B', 'Bus B'], 1],
  ['an answer that holds the gold answer', 'Odyssey or Aquarius', ['Odyssey'], 0],
  ['no answer', null, ['Odyssey'], 0],
];

describe('emReward', () => {
  for (const [title, answer, golds, value] of cases)
    it(`gives ${value} for ${title}`, () => {
      assert.deepEqual(emReward(answered(answer, golds)), { value });
    });

  it('is missing, not 0, without a gold answer', () => {
    assert.ok('missing' in emReward(answered('Odyssey', [])));
  });
});
