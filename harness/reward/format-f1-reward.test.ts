import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatF1Reward } from './format-f1-reward.ts';
import { answered, conversation } from './testing/conversation.ts';

describe('formatF1Reward', () => {
  // Worked out by hand: 2 x shared / (different words + different words of the gold answer).
  for (const [title, answer, golds, value] of [
    ['the gold answer', 'Odyssey', ['odyssey'], 1],
    ['a wrong answer', 'Aquarius', ['Odyssey'], 0],
    ['an article, which is a word', 'The Odyssey', ['Odyssey'], 2 / 3],
    ['punctuation, which parts words', 'The fuel-cell', ['fuel cell'], 4 / 5],
    ['a word repeated, which counts once', 'tank tank tank', ['tank two'], 2 / 3],
    ['the best alias', 'Jim Lovell', ['James Lovell', 'Jim Lovell'], 1],
    ['an empty answer', '', ['Odyssey'], 0],
    ['no answer', null, ['Odyssey'], -1],
  ] as const)
    it(`gives ${value.toFixed(2)} for ${title}`, () => {
      assert.deepEqual(formatF1Reward(answered(answer, golds)), { value });
    });

  it('takes one for a tag of the policy that is not closed, and none for one of a document', () => {
    const right = '<think>a</think><answer>Odyssey</answer>';
    for (const [texts, value] of [
      [['<tool_call>x</tool_call>', right], 1],
      [['<tool_call>x', right], -1],
      [['<think>', '<think>a</think>', right], -1],
      // A tag that was opened for the policy stands in a message of its own.
      [['<think>', 'a</think>', right], 1],
    ] as const) {
      const lines = texts.flatMap((text) => [['assistant', text] as const, ['user', '<answer>'] as const]);
      const episode = conversation([['user', 'Which?'], ...lines.slice(0, -1)], { answers: ['Odyssey'] });
      assert.deepEqual(formatF1Reward({ ...episode, answer: 'Odyssey' }), { value }, texts.join('|'));
    }
  });

  it('is missing, not 0, without a gold answer', () => {
    assert.ok('missing' in formatF1Reward(answered('Odyssey', [])));
  });
});
