import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { askedConfig } from '../harness/baseline/testing/asked-config.ts';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import meridian from './benches/meridian.ts';
import searchR1 from './search-r1.ts';

describe('Search-R1', () => {
  it('searches within its message until it answers', async () => {
    const { turns, searches, outcome } = await playTrace(searchR1, {
      says: ['<search>crew</search>', '<search>led</search>', '<answer>Lovell</answer>'],
      finds: { crew: ['Haise flew.'], led: ['Lovell led it.'] },
    });
    assert.deepEqual(lines(turns).slice(1), [
      'policy: <search>crew</search>',
      'observation: \n\n<information>Doc 1: Haise flew.</information>\n\n',
      'policy: <search>led</search>',
      'observation: \n\n<information>Doc 1: Lovell led it.</information>\n\n',
      'policy: <answer>Lovell</answer>',
    ]);
    assert.deepEqual([searches.length, outcome], [2, { kind: 'answered', answer: 'Lovell' }]);
  });

  it('trains by PPO on exact match against the search of the bench, on what the policy wrote', async () => {
    const { rewards, algorithm, critic, search, trainingSearch, trainOn, learningRate } = await askedConfig(
      searchR1,
      meridian.config,
      { learningRate: 1e-6 },
    );
    assert.deepEqual(rewards, [{ name: 'em', weight: 1, reward: 'em' }]);
    assert.deepEqual([algorithm.name, critic?.learningRate.peak, learningRate.peak], ['ppo', 1e-3, 1e-6]);
    assert.deepEqual([search, trainingSearch, trainOn], [{ kind: 'bm25' }, undefined, undefined]);
  });
});
