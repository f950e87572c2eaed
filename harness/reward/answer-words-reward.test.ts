import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answerWordsReward } from './answer-rewards.ts';
import { answered } from './testing/conversation.ts';

describe('answerWordsReward', () => {
  for (const [answer, value] of [
    ['Jim Lovell and Fred Haise', 5],
    ['the Odyssey, a module.', 2],
    ['bus bus', 2],
    ['fuel-cell', 1],
    [' . the ', 0],
    [null, 0],
  ] as const)
    it(`counts ${value} in ${JSON.stringify(answer)}, with or without a gold answer`, () => {
      assert.deepEqual(answerWordsReward(answered(answer, [])), { value });
      assert.deepEqual(answerWordsReward(answered(answer, ['bus'])), { value });
    });
});
