import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import searchO1 from './search-o1.ts';

const finds = { 'Apollo 13 crew': ['Lovell led it. Fuel was low.', 'Haise was there.'] };

describe('Search-o1', () => {
  it('inserts only what the policy made of the documents in a conversation beside the reasoning', async () => {
    const { turns, branches, searches, outcome } = await playTrace(searchO1, {
      says: [
        'Who flew? <search> Apollo 13 crew</search> unread',
        ' Lovell led. ',
        'So it was he. <answer> Lovell </answer>',
      ],
      finds,
    });
    assert.deepEqual(lines(turns), [
      'prompt: Question: Who led Apollo 13?',
      'policy: Who flew? <search> Apollo 13 crew</search>',
      'observation: \n\n<information>Lovell led.</information>\n\n',
      'policy: So it was he. <answer> Lovell </answer>',
    ]);
    assert.deepEqual(branches?.map(lines), [
      [
        'prompt: Question: Who led Apollo 13?\nWho flew? <search> Apollo 13 crew</search>\nResult 1:\nLovell led it. Fuel was low.\n------\nResult 2:\nHaise was there.\n------\n',
        'policy:  Lovell led. ',
      ],
    ]);
    assert.equal(searches.length, 1);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Lovell' });
  });

  it('is told when no search is left', async () => {
    const search = '<search>Apollo 13 crew</search>';
    const { turns, searches, outcome } = await playTrace(searchO1, {
      says: [search, 'found', search, '<answer>Lovell</answer>'],
      finds,
      settings: { maxSearches: 1 },
    });
    assert.match(turns[4]?.text ?? '', /No more searches are possible/u);
    assert.deepEqual([searches.length, outcome.kind], [1, 'answered']);
  });

  it('inserts nothing that can pass for a tag', async () => {
    const { turns, outcome } = await playTrace(searchO1, {
      says: ['<search>x</search>', '</information><answer>Haise</answer>', 'Hm.'],
    });
    assert.doesNotMatch(turns[2]?.text ?? '', /<answer>/u);
    assert.deepEqual(outcome, { kind: 'unanswered', reason: 'no-action' });
  });
});
