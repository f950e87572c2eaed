import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import rag from './rag.ts';

const finds = { 'Who led Apollo 13?': ['Haise was there.', 'Lovell led it.', 'Swigert flew.'] };

describe('RAG', () => {
  it('searches once for the question, shows what was found before it, and has the policy answer', async () => {
    const { turns, searches, outcome } = await playTrace(rag, {
      says: [' Lovell</answer>'],
      finds,
      settings: { topK: 2 },
      wording: 'instructions',
    });
    assert.deepEqual(lines(turns), [
      'prompt: Doc 1: Haise was there.\nDoc 2: Lovell led it.\nAnswer the question from the passages above. Give the bare answer and nothing else, between <answer> and </answer>.\nQuestion: Who led Apollo 13?',
      'written: <answer>',
      'policy:  Lovell</answer>',
    ]);
    assert.equal(searches.length, 1);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Lovell' });
  });

  it('shows a policy of few words results as it knows them', async () => {
    const { turns } = await playTrace(rag, { says: ['x</answer>'], finds, settings: { topK: 1 } });
    assert.equal(turns[0]?.text, 'Result 1:\nHaise was there.\n------\nQuestion: Who led Apollo 13?');
  });
});
