import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { askedConfig } from '../harness/baseline/testing/asked-config.ts';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import meridian from './benches/meridian.ts';
import deepretrieval from './deepretrieval.ts';

const finds = { crew: ['Lovell led it.'] };

describe('DeepRetrieval', () => {
  it('asks once and answers from what it found', async () => {
    const { turns, searches, outcome } = await playTrace(deepretrieval, {
      says: ['<think>a</think><search>crew</search>', '<answer>Lovell</answer>', '<answer>Haise</answer>'],
      finds,
    });
    assert.deepEqual(
      lines(turns).filter((_, i) => i % 2 === 1),
      ['policy: <think>a</think><search>crew</search>', 'policy: <answer>Lovell</answer>'],
    );
    assert.match(turns[2]?.text ?? '', /Lovell led it\./u);
    assert.deepEqual([searches.length, outcome], [1, { kind: 'answered', answer: 'Lovell' }]);
  });

  it('has no second query', async () => {
    const says = ['<search>crew</search>', '<search>led</search>'];
    const { searches, outcome } = await playTrace(deepretrieval, { says, finds });
    assert.deepEqual([searches.length, outcome], [1, { kind: 'unanswered', reason: 'turn-limit' }]);
  });

  it('trains on one query an episode, paid by rank alone', async () => {
    const { limits, rewards, temperature } = await askedConfig(deepretrieval, meridian.config);
    assert.deepEqual([limits.maxTurns, limits.topK, temperature], [1, 20, 0.6]);
    assert.deepEqual(rewards, [{ name: 'retrieval_rank', weight: 1, reward: 'retrieval-rank' }]);
  });
});
