import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { retryReward } from './retry-reward.ts';
import { conversation } from './testing/conversation.ts';

const s = '<think>look</think><search>query</search>';
const answer = '<think>done</think><answer>Final answer</answer>';

function retryOf(...texts: readonly string[]): number {
  const result = retryReward(conversation(texts.map((text) => ['assistant', text] as const)));
  assert.ok('value' in result);
  return result.value;
}

describe('retryReward', () => {
  // Table of ReZero src/rewards.py:242-346 @20fb677; also tests/test_rewards.py:284, 701, 737, 757, 800.
  const single = [0.35, 0.5, 0.65, 0.8, 0.95, 0.95, 0.95, 0.95];
  single.forEach((value, at) => {
    it(`gives ${value} for ${at + 1} searches, one a message`, () => {
      assert.equal(retryOf(...Array<string>(at + 1).fill(s), answer), value);
    });
  });

  const crowded = [0.25, 0.325, 0.4, 0.475, 0.475];
  crowded.forEach((value, at) => {
    it(`gives ${value} for ${at + 2} searches, two of them in one message`, () => {
      assert.equal(retryOf(s + s, ...Array<string>(at).fill(s), answer), value);
    });
  });

  it('gives 0.25 for two searches in one message (test_rewards.py:718)', () => {
    assert.equal(retryOf('<search>query 1</search><search>query 2</search>', answer), 0.25);
  });

  it('gives 0 for searches without an answer (test_rewards.py:686)', () => {
    assert.equal(retryOf(s, s), 0);
  });

  it('gives 0 without messages (test_rewards.py:778)', () => {
    assert.equal(retryOf(), 0);
  });

  it('gives 0 for an answer alone (test_rewards.py:786)', () => {
    assert.equal(retryOf(answer), 0);
  });

  it('gives 0 when only an earlier message answers', () => {
    assert.equal(retryOf(answer, s), 0);
  });

  it('counts no search of a prompt or a document', () => {
    const episode = conversation([
      ['user', '<search>example</search>'],
      ['assistant', s],
      ['user', '<information><search>x</search></information>'],
      ['assistant', answer],
    ]);
    assert.deepEqual(retryReward(episode), { value: 0.35 });
  });
});
