import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { correctedRetryReward } from './corrected-retry-reward.ts';
import type { Scorable } from './reward.ts';
import { conversation, type Line } from './testing/conversation.ts';

const chunk = 'the gold chunk';
const right = { chunkContent: chunk, verdict: { kind: 'correct' } } as const;
const hit: Line = ['user', `<information>Result 1:\n${chunk}\n</information>`];
const miss: Line = ['user', '<information>another chunk</information>'];
const answer: Line = ['assistant', '<think>so</think><answer>x</answer>'];

function search(query: string): Line {
  return ['assistant', `<think>look</think><search>${query}</search>`];
}

function valueOf(lines: readonly Line[], fields: Partial<Scorable> = right): number {
  const result = correctedRetryReward(conversation(lines, fields));
  assert.ok('value' in result);
  return result.value;
}

describe('correctedRetryReward', () => {
  it('never pays the first search', () => {
    assert.equal(valueOf([search('a'), hit, answer]), 0);
    assert.equal(valueOf([search('a'), miss, answer]), 0);
  });

  it('pays the second distinct search after a miss, on the published scale', () => {
    assert.equal(valueOf([search('a'), miss, search('b'), hit, answer]), 0.35);
    assert.equal(valueOf([search('a'), miss, search('b'), miss, search('c'), hit, answer]), 0.5);
  });

  it('pays nothing for a wrong answer', () => {
    const wrong = { chunkContent: chunk, verdict: { kind: 'incorrect' } } as const;
    assert.equal(valueOf([search('a'), miss, search('b'), hit, answer], wrong), 0);
  });

  it('pays nothing without an answer', () => {
    assert.equal(valueOf([search('a'), miss, search('b'), hit]), 0);
  });

  it('pays nothing for the same query in other order, case or punctuation', () => {
    assert.equal(valueOf([search('oxygen tank'), miss, search('Tank, OXYGEN?'), miss, answer]), 0);
  });

  it('pays nothing for a query without a word', () => {
    for (const query of ['?!', '', ' \n', '\ufeff', '__'])
      assert.equal(valueOf([search('a'), miss, search(query), miss, answer]), 0, JSON.stringify(query));
    assert.equal(valueOf([search('a'), miss, search('?!'), miss, search('b'), hit, answer]), 0.35);
    assert.equal(valueOf([search('?!'), miss, search('日本'), hit, answer]), 0.35);
  });

  it('pays nothing after a hit', () => {
    assert.equal(valueOf([search('a'), hit, search('b'), miss, search('c'), miss, answer]), 0);
  });

  it('halves the reward when a message held two searches, of which only the last is run', () => {
    const two: Line = ['assistant', '<search>b</search><search>c</search>'];
    assert.equal(valueOf([search('a'), miss, two, hit, answer]), 0.175);
  });

  it('takes no search for failed when no result came back', () => {
    assert.equal(valueOf([search('a'), search('b'), hit, answer]), 0);
  });

  it('takes every result for a miss when the chunk is known never to have been returned', () => {
    const never = { ...right, chunkContent: null };
    assert.equal(valueOf([search('a'), miss, search('b'), miss, answer], never), 0.35);
  });

  it('is missing without the chunk or the verdict', () => {
    const lines = [search('a'), miss, search('b'), hit, answer];
    assert.deepEqual(correctedRetryReward(conversation(lines, { verdict: right.verdict })), {
      missing: 'field chunk_content',
    });
    assert.ok('missing' in correctedRetryReward(conversation(lines, { chunkContent: chunk })));
  });
});
