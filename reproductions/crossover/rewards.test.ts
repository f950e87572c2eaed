import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { paidWeights, scoreEpisode } from '../../harness/reward/rewards.ts';
import { answered } from '../../harness/reward/testing/conversation.ts';
import { searchR1Protocol } from '../../harness/rollout/index.ts';
import { rewardSets } from './rewards.ts';

const names = ['f1', 'em', 'sub_em', 'answer_words', 'padding_words', 'retry'];

describe('the rewards of the crossover', () => {
  const {
    'zerosearch-f1-retry': crossover,
    'zerosearch-f1-only4': baseline,
    'zerosearch-f1-informed': informed,
  } = rewardSets;

  it('pay what their names say and measure the rest', () => {
    assert.deepEqual(paidWeights(crossover.rewards), { f1: 4, retry: 1 });
    assert.deepEqual(paidWeights(baseline.rewards), { f1: 4 });
    assert.deepEqual(paidWeights(informed.rewards), { f1: 4, retry: 4 });
    for (const { rewards } of [crossover, baseline, informed])
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

  it('of the positive control pay for another query that finds after a miss, in the documents of this protocol', () => {
    const protocol = searchR1Protocol({ prompt: 'compact' });
    const read = (...texts: string[]): string =>
      protocol.observation(texts.map((text, i) => ({ id: `c${i}`, text, origin: 'chunk' })));
    const paid = (second: string, found: string): number | null =>
      scoreEpisode(informed.rewards, {
        ...answered('Odyssey', ['Odyssey']),
        chunkContent: 'The module was Odyssey.',
        messages: [
          { role: 'assistant', content: '<search>command module</search>' },
          { role: 'user', content: read('The pump failed.') },
          { role: 'assistant', content: `<search>${second}</search>` },
          { role: 'user', content: read(found) },
          { role: 'assistant', content: '<answer>Odyssey</answer>' },
        ],
      }).total;
    assert.equal(paid('name of the module', 'The module was Odyssey.'), 4 + 4);
    assert.equal(paid('command module', 'The module was Odyssey.'), 4);
    assert.equal(paid('name of the module', 'The pump failed.'), 4 + 2);
  });
});
