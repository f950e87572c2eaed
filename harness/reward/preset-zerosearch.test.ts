import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { paidWeights } from './paid-weights.ts';
import { rewardPreset, rewardPresets, scoreEpisode } from './preset.ts';
import type { Scorable } from './reward.ts';
import { answered } from './testing/conversation.ts';

const measured = ['f1', 'em', 'sub_em', 'answer_words', 'padding_words'];

/** Values of the parts in their order, then the total. */
function scores(preset: string, episode: Scorable): (number | null)[] {
  const { parts, total } = scoreEpisode(rewardPreset(preset), episode);
  return [...Object.values(parts).map((part) => ('value' in part ? part.value : null)), total];
}

/** The ids of a preset's deviations. */
function ids(preset: string): (string | undefined)[] {
  return rewardPreset(preset).deviations.map((deviation) => deviation.split(':')[0]);
}

const right = answered('the Odyssey', ['Odyssey']);
const padded = answered('Aquarius Odyssey Intrepid', ['Odyssey']);
const wrong = answered('Aquarius', ['Odyssey']);
const silent = answered(null, ['Beijing']);

describe('presets of ZeroSearch', () => {
  it('pay what their names say and measure the rest', () => {
    const presets = rewardPresets.filter(({ name }) => name.startsWith('zerosearch-'));
    assert.deepEqual(Object.fromEntries(presets.map((preset) => [preset.name, paidWeights(preset)])), {
      'zerosearch-f1': { f1: 1 },
      'zerosearch-em': { em: 1 },
      'zerosearch-sub-em': { sub_em: 1 },
      'zerosearch-f1-retry': { f1: 4, retry: 1 },
      'zerosearch-f1-only4': { f1: 4 },
      'zerosearch-f1-authors': { f1: 1 },
      'zerosearch-f1-em-is-substring': { f1: 1 },
      'zerosearch-f1-beijing-default': { f1: 1 },
    });
    for (const { parts } of presets)
      assert.deepEqual(
        parts.map(({ name }) => name),
        parts.length === 5 ? measured : [...measured, 'retry'],
      );
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

  it('the crossover is its baseline plus the retry reward, and nothing else', () => {
    const [crossover, baseline] = ['zerosearch-f1-retry', 'zerosearch-f1-only4'].map(rewardPreset);
    assert.ok(crossover && baseline);
    const unretried = crossover.parts.map((part) => (part.name === 'retry' ? { ...part, weight: 0 } : part));
    assert.deepEqual(
      unretried.map(({ name, weight }) => [name, weight]),
      baseline.parts.map(({ name, weight }) => [name, weight]),
    );
    const messages = [
      { role: 'assistant', content: '<search>command module</search>' },
      { role: 'user', content: '<information>Doc 1: x</information>' },
      { role: 'assistant', content: '<answer>Aquarius Odyssey</answer>' },
    ];
    const episode = { ...answered('Aquarius Odyssey', ['Odyssey']), messages };
    assert.equal(scoreEpisode(baseline, episode).total, 4 * (2 / 3));
    assert.equal(scoreEpisode(crossover, episode).total, 4 * (2 / 3) + 0.35);
  });

  it('each switch takes back the deviation it stands for', () => {
    assert.deepEqual(ids('zerosearch-f1'), ['answer-from-policy', 'em-is-equality', 'no-answer-no-reward']);
    assert.deepEqual(ids('zerosearch-f1-em-is-substring'), ['answer-from-policy', 'no-answer-no-reward']);
    assert.deepEqual(ids('zerosearch-f1-beijing-default'), ['answer-from-policy', 'em-is-equality']);
    assert.deepEqual(ids('zerosearch-f1-authors'), ['answer-from-policy']);
  });
});
