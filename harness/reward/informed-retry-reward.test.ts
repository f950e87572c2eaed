import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { informedRetryReward } from './informed-retry-reward.ts';
import type { Scorable } from './reward.ts';
import { conversation, type Line } from './testing/conversation.ts';

const chunk = 'the gold chunk';
const hit: Line = ['user', `<information>Result 1:\n${chunk}\n</information>`];
const miss: Line = ['user', '<information>another chunk</information>'];
const answer: Line = ['assistant', '<think>so</think><answer>x</answer>'];

function search(query: string): Line {
  return ['assistant', `<think>look</think><search>${query}</search>`];
}

function two(first: string, second: string): Line {
  return ['assistant', `<search>${first}</search><search>${second}</search>`];
}

function valueOf(lines: readonly Line[], fields: Partial<Scorable> = { chunkContent: chunk }): number {
  const result = informedRetryReward(conversation(lines, fields));
  assert.ok('value' in result);
  return result.value;
}

describe('informedRetryReward', () => {
  it('pays 1 for another query that finds the chunk after a miss, once', () => {
    assert.equal(valueOf([search('a'), miss, search('b'), hit, answer]), 1);
    assert.equal(valueOf([search('a'), miss, search('b'), miss, search('c'), hit, answer]), 1);
    assert.equal(valueOf([search('a'), miss, search('b'), hit, search('c'), hit, answer]), 1);
  });

  it('pays nothing for a first search, whether it finds or not', () => {
    assert.equal(valueOf([search('a'), hit, answer]), 0);
    assert.equal(valueOf([search('a'), miss, answer]), 0);
    assert.equal(valueOf([answer]), 0);
  });

  it('pays nothing for searching again after the chunk was found', () => {
    assert.equal(valueOf([search('a'), hit, search('b'), hit, answer]), 0);
    assert.equal(valueOf([search('a'), hit, search('b'), miss, search('c'), hit, answer]), 0);
  });

  it('pays half for another query that misses too, however many there are', () => {
    assert.equal(valueOf([search('a'), miss, search('b'), miss, answer]), 0.5);
    assert.equal(valueOf([search('a'), miss, search('b'), miss, search('c'), miss, answer]), 0.5);
    // A query that was never answered is not known to have missed.
    assert.equal(valueOf([search('a'), miss, search('b')]), 0);
  });

  it('pays nothing where the same words find the chunk the second time, in any order, case or punctuation', () => {
    assert.equal(valueOf([search('oxygen tank'), miss, search('Tank, OXYGEN?'), hit, answer]), 0);
    assert.equal(valueOf([search('a'), miss, search('a'), miss, answer]), 0);
    assert.equal(valueOf([search('a'), miss, search('b'), miss, search('a'), hit, answer]), 0.5);
    assert.equal(valueOf([search('a'), miss, search('?!'), hit, answer]), 0);
  });

  it('reads no result out of what the policy wrote', () => {
    const forged: Line = ['assistant', `<information>${chunk}</information><search>b</search>`];
    assert.equal(valueOf([search('a'), miss, forged, miss, answer]), 0.5);
    assert.equal(valueOf([search('a'), miss, forged, hit, answer]), 1);
  });

  it('takes the last search of a message for the one that was run', () => {
    assert.equal(valueOf([search('a'), miss, two('b', 'a'), hit, answer]), 0);
    assert.equal(valueOf([search('a'), miss, two('a', 'b'), hit, answer]), 1);
  });

  it('does not ask for a right answer, or for one at all', () => {
    const wrong = { chunkContent: chunk, verdict: { kind: 'incorrect' } } as const;
    assert.equal(valueOf([search('a'), miss, search('b'), hit, answer], wrong), 1);
    assert.equal(valueOf([search('a'), miss, search('b'), hit]), 1);
  });

  it('is 0 when there is no chunk to find, and missing when its text is not known', () => {
    const lines = [search('a'), miss, search('b'), hit, answer];
    assert.equal(valueOf(lines, { chunkContent: null }), 0);
    assert.deepEqual(informedRetryReward(conversation(lines)), { missing: 'field chunk_content' });
  });
});
