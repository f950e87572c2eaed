import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { emReward, f1Reward } from './answer-rewards.ts';
import { beijingDefault } from './beijing-default.ts';
import { answered } from './testing/conversation.ts';

const [em, f1] = [emReward, f1Reward].map(beijingDefault);

describe('beijingDefault', () => {
  it('scores an episode without an answer as the answer Beijing', () => {
    assert.deepEqual(em?.(answered(null, ['beijing'])), { value: 1 });
    assert.deepEqual(em?.(answered(null, ['Odyssey'])), { value: 0 });
    assert.deepEqual(f1?.(answered(null, ['Beijing China'])), { value: 2 / 3 });
  });

  it('leaves an answer that was given alone, the empty one too', () => {
    assert.deepEqual(em?.(answered('Odyssey', ['Odyssey'])), { value: 1 });
    for (const answer of ['Odyssey', '']) assert.deepEqual(em?.(answered(answer, ['Beijing'])), { value: 0 });
  });
});
