import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { correctnessReward } from './correctness-reward.ts';
import { conversation, type Line } from './testing/conversation.ts';

const yes = { verdict: { kind: 'correct' } } as const;
const no = { verdict: { kind: 'incorrect' } } as const;

// Cases and values: ReZero tests/test_rewards.py @20fb677, the line beside each.
const published: readonly (readonly [
  line: number,
  last: Line,
  fields: typeof yes | typeof no,
  value: number,
])[] = [
  [52, ['assistant', '<answer>4</answer>'], yes, 1],
  [63, ['assistant', '<answer>5</answer>'], no, 0],
  [426, ['user', '<answer>4</answer>'], yes, 0],
  [432, ['assistant', '4'], yes, 0],
  [438, ['assistant', '<answer>4</answer><search>query</search>'], yes, 0],
  [444, ['assistant', '<answer>4</answer><information>info</information>'], yes, 0],
];

describe('correctnessReward', () => {
  for (const [line, last, fields, value] of published)
    it(`gives ${value} for test_rewards.py:${line}`, () => {
      assert.deepEqual(correctnessReward(conversation([last], fields)), { value });
    });

  it('passes two answer pairs, as published', () => {
    const episode = conversation([['assistant', '<answer>3</answer><answer>4</answer>']], yes);
    assert.deepEqual(correctnessReward(episode), { value: 1 });
  });

  it('reads the last message only', () => {
    const episode = conversation(
      [
        ['assistant', '<answer>4</answer>'],
        ['user', 'go on'],
      ],
      yes,
    );
    assert.deepEqual(correctnessReward(episode), { value: 0 });
  });

  it('is 0 without any message', () => {
    assert.deepEqual(correctnessReward(conversation([], yes)), { value: 0 });
  });

  it('is missing, not 0, without a verdict', () => {
    assert.ok('missing' in correctnessReward(conversation([['assistant', '<answer>4</answer>']])));
  });

  it('is missing with the reason when the judge failed', () => {
    const verdict = { kind: 'unanswerable', reason: 'timeout' } as const;
    const value = correctnessReward(conversation([['assistant', '<answer>4</answer>']], { verdict }));
    assert.deepEqual(value, { missing: 'field judge holds no verdict: timeout' });
  });
});
