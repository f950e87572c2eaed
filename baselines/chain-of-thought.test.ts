import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import chainOfThought from './chain-of-thought.ts';

describe('chain of thought', () => {
  it('thinks, then answers, without a search', async () => {
    const { turns, searches, outcome } = await playTrace(chainOfThought, {
      says: ['The crew: Lovell led it.</think><search>crew</search>', 'Lovell</answer>'],
    });
    assert.deepEqual(lines(turns), [
      'prompt: Question: Who led Apollo 13?',
      'written: <think>',
      'policy: The crew: Lovell led it.</think>',
      'written: \n<answer>',
      'policy: Lovell</answer>',
    ]);
    assert.deepEqual([searches, outcome], [[], { kind: 'answered', answer: 'Lovell' }]);
  });

  it('closes a thought that has no end', async () => {
    const { turns, outcome } = await playTrace(chainOfThought, { says: ['Hm, hm', 'Lovell</answer>'] });
    assert.deepEqual(lines(turns).slice(2, 4), ['policy: Hm, hm', 'written: </think>\n<answer>']);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Lovell' });
  });
});
