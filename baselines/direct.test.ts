import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import direct from './direct.ts';

describe('the direct answer', () => {
  it('is what the policy writes in the open tag, without a search', async () => {
    const { turns, searches, outcome } = await playTrace(direct, { says: [' Jim Lovell</answer> or so'] });
    assert.deepEqual(lines(turns), [
      'prompt: Question: Who led Apollo 13?',
      'written: <answer>',
      'policy:  Jim Lovell</answer>',
    ]);
    assert.deepEqual([searches, outcome], [[], { kind: 'answered', answer: 'Jim Lovell' }]);
  });

  it('is asked for in words where the policy reads them', async () => {
    const { turns } = await playTrace(direct, { says: ['x</answer>'], wording: 'instructions' });
    assert.match(turns[0]?.text ?? '', /bare answer.*\nQuestion: Who led Apollo 13\?$/u);
  });

  it('stands as it is where its limit cuts it', async () => {
    const { outcome } = await playTrace(direct, {
      says: ['Jim Lovell of Ohio'],
      settings: { answerTokens: 10 },
    });
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Jim Lovell' });
  });
});
