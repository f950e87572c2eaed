import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deviationsOf } from '../../harness/reproduce/deviations.ts';
import { paidWeights, type RewardSet, scoreEpisode } from '../../harness/reward/rewards.ts';
import type { Scorable } from '../../harness/reward/reward.ts';
import { answered } from '../../harness/reward/testing/conversation.ts';
import { tinyConfig } from '../../harness/train/testing/tiny-run.ts';
import { zerosearchDeviations } from './deviations.ts';
import { rewardSets } from './rewards.ts';

const measured = ['f1', 'em', 'sub_em', 'answer_words', 'padding_words'];

function setOf(name: keyof typeof rewardSets): RewardSet {
  return rewardSets[name];
}

/** Values of the parts in their order, then the total. */
function scores(name: keyof typeof rewardSets, episode: Scorable): (number | null)[] {
  const { parts, total } = scoreEpisode(setOf(name).rewards, episode);
  return [...Object.values(parts).map((part) => ('value' in part ? part.value : null)), total];
}

const ofAnswers = ['answer-from-policy', 'em-is-equality', 'no-answer-no-reward'];

/** The ids of the deviations that a configuration has by its rewards. */
function ids(name: keyof typeof rewardSets): (string | undefined)[] {
  const config = tinyConfig({ rewards: [...setOf(name).rewards] });
  return deviationsOf(zerosearchDeviations, config)
    .map((deviation) => deviation.split(':')[0] ?? '')
    .filter((id) => ofAnswers.includes(id));
}

const right = answered('the Odyssey', ['Odyssey']);
const padded = answered('Aquarius Odyssey Intrepid', ['Odyssey']);
const wrong = answered('Aquarius', ['Odyssey']);
const silent = answered(null, ['Beijing']);

describe('the rewards of ZeroSearch', () => {
  it('pay what their names say and measure the rest', () => {
    const paid = Object.entries(rewardSets).map(([name, { rewards }]) => [name, paidWeights(rewards)]);
    assert.deepEqual(Object.fromEntries(paid), {
      'zerosearch-f1': { f1: 1 },
      'zerosearch-em': { em: 1 },
      'zerosearch-sub-em': { sub_em: 1 },
      'zerosearch-f1-authors': { f1: 1 },
      'zerosearch-f1-em-is-substring': { f1: 1 },
      'zerosearch-f1-beijing-default': { f1: 1 },
    });
    for (const { rewards, judge } of Object.values(rewardSets)) {
      assert.deepEqual(
        rewards.map(({ name }) => name),
        measured,
      );
      assert.equal(judge, 'match');
    }
  });

  // f1, em, sub_em, answer_words, padding_words, total.
  for (const [preset, values] of [
    [
      'zerosearch-f1',
      [
        [1, 1, 1, 1, 0, 1],
        [1 / 2, 0, 1, 3, 2, 1 / 2],
        [0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 0],
      ],
    ],
    [
      'zerosearch-em',
      [
        [1, 1, 1, 1, 0, 1],
        [1 / 2, 0, 1, 3, 2, 0],
        [0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 0],
      ],
    ],
    [
      'zerosearch-sub-em',
      [
        [1, 1, 1, 1, 0, 1],
        [1 / 2, 0, 1, 3, 2, 1],
        [0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 0],
      ],
    ],
    [
      'zerosearch-f1-em-is-substring',
      [
        [1, 1, 1, 1, 0, 1],
        [1 / 2, 1, 1, 3, 2, 1 / 2],
        [0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 0],
      ],
    ],
    [
      'zerosearch-f1-beijing-default',
      [
        [1, 1, 1, 1, 0, 1],
        [1 / 2, 0, 1, 3, 2, 1 / 2],
        [0, 0, 0, 1, 1, 0],
        [1, 1, 1, 0, 0, 1],
      ],
    ],
    [
      'zerosearch-f1-authors',
      [
        [1, 1, 1, 1, 0, 1],
        [1 / 2, 1, 1, 3, 2, 1 / 2],
        [0, 0, 0, 1, 1, 0],
        [1, 1, 1, 0, 0, 1],
      ],
    ],
  ] as const)
    it(`${preset} scores a right, a padded, a wrong and no answer`, () => {
      assert.deepEqual(
        [right, padded, wrong, silent].map((episode) => scores(preset, episode)),
        values,
      );
    });

  it('each switch takes back the deviation it stands for', () => {
    assert.deepEqual(ids('zerosearch-f1'), ['answer-from-policy', 'em-is-equality', 'no-answer-no-reward']);
    assert.deepEqual(ids('zerosearch-f1-em-is-substring'), ['answer-from-policy', 'no-answer-no-reward']);
    assert.deepEqual(ids('zerosearch-f1-beijing-default'), ['answer-from-policy', 'em-is-equality']);
    assert.deepEqual(ids('zerosearch-f1-authors'), ['answer-from-policy']);
  });
});
