import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { matchJudge } from '../../harness/judge/match.ts';
import { containmentJudge } from './containment-judge.ts';

const input = (answer: string | null): Parameters<typeof containmentJudge>[0] => ({
  question: 'Who looked into it?',
  answers: ['Beckvar'],
  reply: '',
  answer,
});

describe('the containment judge', () => {
  it('accepts an answer that holds the gold answer among others, where the match judge does not', async () => {
    assert.deepEqual(await containmentJudge(input('Hampstone or Beckvar')), { kind: 'correct' });
    assert.deepEqual(await matchJudge(input('Hampstone or Beckvar')), { kind: 'incorrect' });
  });
  it('rejects another answer and none', async () => {
    assert.deepEqual(await containmentJudge(input('Hampstone')), { kind: 'incorrect' });
    assert.deepEqual(await containmentJudge(input(null)), { kind: 'incorrect' });
  });
  it('has no verdict without a gold answer', async () => {
    const verdict = await containmentJudge({ ...input('Beckvar'), answers: [] });
    assert.equal(verdict.kind, 'unanswerable');
  });
});
