import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { paidWeights, scoreEpisode } from '../../harness/reward/rewards.ts';
import { answered } from '../../harness/reward/testing/conversation.ts';
import { rewardSets } from './rewards.ts';

const names = ['f1', 'em', 'sub_em', 'answer_words', 'padding_words', 'retry'];

describe('the rewards of the crossover', () => {
  const { 'zerosearch-f1-retry': crossover, 'zerosearch-f1-only4': baseline } = rewardSets;

  it('pay what their names say and measure the rest', () => {
    assert.deepEqual(paidWeights(crossover.rewards), { f1: 4, retry: 1 });
    assert.deepEqual(paidWeights(baseline.rewards), { f1: 4 });
    for (const { rewards } of [crossover, baseline])
      assert.deepEqual(
        rewards.map(({ name }) => name),
        names,
      );
  });

  it('are a baseline, and the same with the retry reward, and nothing else', () => {
    assert.equal(crossover.judge, baseline.judge);
    const unretried = crossover.rewards.map((one) => (one.name === 'retry' ? { ...one, weight: 0 } : one));
    assert.deepEqual(unretried, baseline.rewards);
    const messages = [
      { role: 'assistant', content: '<search>command module</search>' },
      { role: 'user', content: '<information>Doc 1: x</information>' },
      { role: 'assistant', content: '<answer>Aquarius Odyssey</answer>' },
    ];
    const episode = { ...answered('Aquarius Odyssey', ['Odyssey']), messages };
    assert.equal(scoreEpisode(baseline.rewards, episode).total, 4 * (2 / 3));
    assert.equal(scoreEpisode(crossover.rewards, episode).total, 4 * (2 / 3) + 0.35);
  });
});
