import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import selfAsk from './self-ask.ts';

const finds = {
  'Who led Apollo 13?': ['Lovell led it.'],
  'Where was Lovell born?': ['Lovell is of Cleveland.'],
};
const question = 'Where was the leader of Apollo 13 born?';

describe('Self-Ask', () => {
  it('is stopped at each intermediate answer, searches for the follow-up word by word, and goes on', async () => {
    const { turns, searches, outcome } = await playTrace(selfAsk, {
      says: [
        ' Yes.\nFollow up: Who led Apollo 13?\nIntermediate answer: I guess Haise.',
        ' Lovell.\nFollow up: Where was Lovell born?\nIntermediate answer: unread',
        ' Cleveland.\nSo the final answer is: Cleveland.',
      ],
      finds,
      question,
      wording: 'instructions',
    });
    assert.match(
      turns[0]?.text ?? '',
      /So the final answer is: eight.*\nQuestion: Where was the leader of Apollo 13 born\?$/su,
    );
    assert.deepEqual(lines(turns.slice(1)), [
      'written: Are follow up questions needed here:',
      'policy:  Yes.\nFollow up: Who led Apollo 13?\nIntermediate answer:',
      'observation: \nDoc 1: Lovell led it.\n',
      'policy:  Lovell.\nFollow up: Where was Lovell born?\nIntermediate answer:',
      'observation: \nDoc 1: Lovell is of Cleveland.\n',
      'policy:  Cleveland.\nSo the final answer is: Cleveland.',
    ]);
    assert.deepEqual(
      searches.map(({ query }) => query),
      ['Who led Apollo 13?', 'Where was Lovell born?'],
    );
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Cleveland' });
  });

  it('answers without a search where no follow-up is needed', async () => {
    const { searches, outcome } = await playTrace(selfAsk, {
      says: [' No.\nSo the final answer is: eight'],
      wording: 'instructions',
    });
    assert.deepEqual([searches.length, outcome], [0, { kind: 'answered', answer: 'eight' }]);
  });

  it('is asked for its final answer when it ends without one, or has asked as often as it may', async () => {
    const ask = ' Yes.\nFollow up: Who led Apollo 13?\nIntermediate answer:';
    for (const says of [
      [' Yes.\n', ' Lovell.\nmore'],
      [ask, ask, ' Lovell'],
    ]) {
      const { turns, searches, outcome } = await playTrace(selfAsk, {
        says,
        settings: { maxFollowUps: 1 },
        wording: 'instructions',
      });
      assert.equal(turns.at(-2)?.text, '\nSo the final answer is:');
      assert.equal(searches.length, says.length - 2);
      assert.deepEqual(outcome, { kind: 'answered', answer: 'Lovell' });
    }
  });

  it('never takes the final answer of the examples for its own', async () => {
    const { outcome } = await playTrace(selfAsk, { says: ['', ''], wording: 'instructions' });
    assert.deepEqual(outcome, { kind: 'unanswered', reason: 'no-action' });
  });

  it('speaks in words that a policy of few words has', async () => {
    const { turns, outcome } = await playTrace(selfAsk, {
      says: [
        ' something\nQuestion: Who led Apollo 13?\nResult:',
        ' result shows Lovell\n<answer> Lovell</answer>',
      ],
      finds,
    });
    assert.deepEqual(lines(turns), [
      'prompt: Question: Who led Apollo 13?',
      'written:  need:',
      'policy:  something\nQuestion: Who led Apollo 13?\nResult:',
      'observation: \nResult 1:\nLovell led it.\n------\n',
      'policy:  result shows Lovell\n<answer> Lovell</answer>',
    ]);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Lovell' });
  });
});
