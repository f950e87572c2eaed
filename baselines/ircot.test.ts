import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import ircot from './ircot.ts';

const finds = {
  'led Apollo 13?': ['Lovell led it.', 'Haise was there.'],
  'The leader was Jim Lovell.': ['Lovell led it!', 'Lovell is of Cleveland.'],
};

describe('IRCoT', () => {
  it('turns between one sentence and one retrieval, and has a reader answer', async () => {
    const { turns, branches, searches, outcome } = await playTrace(ircot, {
      says: [
        'The leader was Jim Lovell. A match: Ohio.',
        ' So he is of Cleveland. That is in Ohio.',
        ' A match: Cleveland.',
        'Cleveland</answer>',
      ],
      finds,
      settings: { topK: 2 },
    });
    assert.deepEqual(
      searches.map(({ query }) => query),
      // The question without its question word; then the newest sentence that is no inference, which "So ..." is.
      ['led Apollo 13?', 'The leader was Jim Lovell.', 'The leader was Jim Lovell.'],
    );
    const first = 'Result 1:\nLovell led it.\n------\nResult 2:\nHaise was there.\n------\n';
    // The first result of the second search repeats a paragraph but for one mark.
    const all = `${first}Result 3:\nLovell is of Cleveland.\n------\n`;
    const asked = 'Question: Who led Apollo 13?';
    assert.deepEqual(branches?.map(lines), [
      [`prompt: ${first}${asked}`, 'policy: The leader was Jim Lovell.'],
      [`prompt: ${all}${asked}`, 'written: The leader was Jim Lovell.', 'policy:  So he is of Cleveland.'],
      [
        `prompt: ${all}${asked}`,
        'written: The leader was Jim Lovell. So he is of Cleveland.',
        'policy:  A match: Cleveland.',
      ],
    ]);
    assert.deepEqual(lines(turns), [
      `prompt: ${all}${asked}`,
      'written: <answer>',
      'policy: Cleveland</answer>',
    ]);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Cleveland' });
  });

  it('stops at the cap of sentences and collects no more paragraphs than its cap', async () => {
    const { branches, turns } = await playTrace(ircot, {
      says: ['The leader was Jim Lovell.', ' Hm.', 'x</answer>'],
      finds,
      settings: { maxSentences: 2, maxParagraphs: 2 },
    });
    assert.equal(branches?.length, 2);
    assert.doesNotMatch(turns[0]?.text ?? '', /Result 3/u);
  });

  it('drops a paragraph that is too long', async () => {
    const settings = { maxParagraphWords: 2 };
    const { turns } = await playTrace(ircot, { says: ['', 'x</answer>'], finds, settings });
    assert.equal(turns[0]?.text, 'Question: Who led Apollo 13?');
  });

  it('ends its reasoning with the phrase of the authors where the policy reads instructions', async () => {
    const says = ['So the answer is: Lovell.', 'Jim Lovell</answer>'];
    const { branches, outcome } = await playTrace(ircot, { says, finds, wording: 'instructions' });
    assert.equal(branches?.length, 1);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Jim Lovell' });
  });
});
