import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { askedConfig } from '../harness/baseline/testing/asked-config.ts';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import meridian from './benches/meridian.ts';
import r1NoSearch from './r1-no-search.ts';

describe('R1 without search', () => {
  it('finds nothing where it searches, and goes on', async () => {
    const { turns, searches, outcome } = await playTrace(r1NoSearch, {
      says: ['<think>who</think><search>crew</search>', '<think>he</think><answer>Lovell</answer>'],
      finds: { crew: ['Lovell led it.'] },
    });
    assert.deepEqual(lines(turns), [
      'prompt: Question: Who led Apollo 13?',
      'policy: <think>who</think><search>crew</search>',
      'observation: \n nothing came back\n',
      'policy: <think>he</think><answer>Lovell</answer>',
    ]);
    assert.deepEqual([searches, outcome], [[], { kind: 'answered', answer: 'Lovell' }]);
  });

  it('trains by REINFORCE on F1 under the same protocol', async () => {
    const { protocol, algorithm, rewards } = await askedConfig(r1NoSearch, meridian.config);
    assert.equal(protocol.kind, 'without-search');
    assert.deepEqual([algorithm.name, rewards], ['reinforce', [{ name: 'f1', weight: 1, reward: 'f1' }]]);
  });
});
