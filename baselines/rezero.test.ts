import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { askedConfig } from '../harness/baseline/testing/asked-config.ts';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import { paidWeights } from '../harness/reward/rewards.ts';
import meridian from './benches/meridian.ts';
import rezero from './rezero.ts';
import rezeroBaseline from './rezero-baseline.ts';

describe('ReZero', () => {
  it('searches again in a message of its own until it answers', async () => {
    const { turns, searches, outcome } = await playTrace(rezero, {
      says: ['<think>a</think><search>crew</search>', '<search>led</search>', '<answer>Lovell</answer>'],
      finds: { led: ['Lovell led it.'] },
    });
    assert.deepEqual(
      lines(turns).filter((_, i) => i % 2 === 1),
      [
        'policy: <think>a</think><search>crew</search>',
        'policy: <search>led</search>',
        'policy: <answer>Lovell</answer>',
      ],
    );
    assert.match(turns[4]?.text ?? '', /Lovell led it\./u);
    assert.deepEqual([searches.length, outcome], [2, { kind: 'answered', answer: 'Lovell' }]);
  });

  it('differs from its baseline in being paid for the retry alone', async () => {
    const { rewards, ...rest } = await askedConfig(rezero, meridian.config);
    const { rewards: unpaid, ...others } = await askedConfig(rezeroBaseline, meridian.config);
    assert.deepEqual(rest, others);
    assert.deepEqual(paidWeights(rewards), { correctness: 4, format: 2, retry: 1, em_chunk: 1 });
    assert.deepEqual(paidWeights(unpaid), { correctness: 4, format: 2, em_chunk: 1 });
  });
});
