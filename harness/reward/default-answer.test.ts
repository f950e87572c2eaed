import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { emReward, f1Reward } from './answer-rewards.ts';
import { withDefaultAnswer } from './default-answer.ts';
import { answered, conversation } from './testing/conversation.ts';

const em = withDefaultAnswer(emReward, 'Beijing');
const f1 = withDefaultAnswer(f1Reward, 'Beijing');

describe('withDefaultAnswer', () => {
  it('scores an episode without an answer as the answer Beijing', () => {
    assert.deepEqual(em(answered(null, ['beijing'])), { value: 1 });
    assert.deepEqual(em(answered(null, ['Odyssey'])), { value: 0 });
    assert.deepEqual(f1(answered(null, ['Beijing China'])), { value: 2 / 3 });
  });

  it('leaves an answer that was given alone, the empty one too', () => {
    assert.deepEqual(em(answered('Odyssey', ['Odyssey'])), { value: 1 });
    for (const answer of ['Odyssey', '']) assert.deepEqual(em(answered(answer, ['Beijing'])), { value: 0 });
  });

  it('goes by the messages where it is not known what was acted on', () => {
    const golds = { answers: ['Odyssey'] };
    const given = conversation([['assistant', '<answer>Odyssey</answer>']], golds);
    assert.deepEqual(em(given), { value: 1 });
    assert.deepEqual(em(conversation([['assistant', 'hm']], { answers: ['Beijing'] })), { value: 1 });
  });
});
