import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Scorable } from './reward.ts';
import { paidWeights, requireRewards, type RewardSpec, rewardSpecs, scoreEpisode } from './rewards.ts';
import { answered } from './testing/conversation.ts';

const half = answered('Aquarius Odyssey Intrepid', ['Odyssey']);
const f1: RewardSpec = { name: 'f1', weight: 3, reward: 'f1' };
/** It lacks its chunk in an episode that has none. */
const chunk: RewardSpec = { name: 'em_chunk', weight: 1, reward: 'whole-chunk' };
const words: RewardSpec = { name: 'answer_words', weight: 0, reward: 'answer-words' };

describe('scoreEpisode', () => {
  it('gives every part, and the weighted sum of those that are paid', () => {
    assert.deepEqual(scoreEpisode([f1, words], half), {
      parts: { f1: { value: 1 / 2 }, answer_words: { value: 3 } },
      total: 3 / 2,
    });
    assert.equal(scoreEpisode([f1, { ...words, weight: -0.25 }], half).total, 3 / 2 - 3 / 4);
  });

  it('has no total when a paid part is missing, and one when only an unpaid part is', () => {
    for (const order of [
      [f1, chunk],
      [chunk, f1],
    ])
      assert.deepEqual(scoreEpisode(order, half), {
        parts: { f1: { value: 1 / 2 }, em_chunk: { missing: 'field chunk_content' } },
        total: null,
      });
    assert.equal(scoreEpisode([f1, { ...chunk, weight: 0 }], half).total, 3 / 2);
  });

  it('scores a default answer for the reward that it stands around', () => {
    const silent = answered(null, ['Beijing']);
    const spec = { kind: 'default-answer', answer: 'Beijing', of: 'em' } as const;
    assert.equal(scoreEpisode([{ name: 'em', weight: 1, reward: spec }], silent).total, 1);
    assert.equal(scoreEpisode([{ name: 'em', weight: 1, reward: 'em' }], silent).total, 0);
  });
});

describe('a reward that a reproduction brings', () => {
  const own = { 'toy/golds': ({ answers }: Scorable) => ({ value: answers.length }) };
  const brought: RewardSpec = { name: 'golds', weight: 0.5, reward: 'toy/golds' };

  it('is named and scored as one of the table', () => {
    assert.deepEqual(rewardSpecs.parse([f1, brought]), [f1, brought]);
    assert.equal(scoreEpisode([f1, brought], half, own).total, 3 / 2 + 1 / 2);
    const around = { kind: 'default-answer', answer: 'none', of: 'toy/golds' } as const;
    assert.equal(scoreEpisode([{ ...brought, reward: around }], half, own).total, 1 / 2);
  });

  it('is refused where nobody brings it, also within another', () => {
    const message = 'there is no reward "toy/golds" here; this reproduction brings none';
    assert.throws(() => scoreEpisode([brought], half), { kind: 'configuration', message });
    const within: RewardSpec = { ...brought, reward: { kind: 'shuffled', of: 'toy/golds' } };
    assert.throws(() => requireRewards([f1, within], {}), { kind: 'configuration', message });
    requireRewards([f1, brought, within], own);
  });
});

describe('a shuffled reward', () => {
  const shuffled: RewardSpec = { name: 'placebo', weight: 1, reward: { kind: 'shuffled', of: 'f1' } };

  it('is none of a single episode', () => {
    assert.deepEqual(scoreEpisode([f1, shuffled], half), {
      parts: { f1: { value: 1 / 2 }, placebo: { missing: 'the other episodes of its step' } },
      total: null,
    });
    assert.equal(scoreEpisode([f1, { ...shuffled, weight: 0 }], half).total, 3 / 2);
  });

  it('is taken around a reward of the table only', () => {
    assert.deepEqual(rewardSpecs.parse([shuffled]), [shuffled]);
    for (const reward of [
      { kind: 'shuffled', of: 'f2' },
      { kind: 'shuffled', of: 'f1', seed: 1 },
    ])
      assert.throws(() => rewardSpecs.parse([{ ...shuffled, reward }]), { name: 'ZodError' });
  });
});

describe('rewardSpecs', () => {
  it('takes rewards of the table under a name of their own', () => {
    const twice = [f1, { ...f1, name: 'f1_again', weight: -1 }];
    assert.deepEqual(rewardSpecs.parse(twice), twice);
  });

  it('refuses a reward that is not there, one without a weight, a name used twice and a name that is no column', () => {
    for (const [wrong, message] of [
      [[{ ...f1, reward: 'f2' }], /answer-words/u],
      [[{ name: 'f1', reward: 'f1' }], /weight/u],
      [[f1, f1], /two rewards have one name/u],
      [[{ ...f1, name: 'F1' }], /must be in snake_case/u],
      [[], /at least|>=1/u],
    ] as const)
      assert.throws(() => rewardSpecs.parse(wrong), message);
  });
});

describe('paidWeights', () => {
  it('leaves out what is only measured', () => {
    assert.deepEqual(paidWeights([f1, words, { ...chunk, weight: -1 }]), { f1: 3, em_chunk: -1 });
  });
});

const f1Spec = { name: 'f1', weight: 1, reward: 'f1' };

const problems = (specs: unknown): string[] =>
  rewardSpecs.safeParse(specs).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ??
  [];

describe('rewardSpecs of the table', () => {
  it('takes rewards of the table, and a default answer around one', () => {
    const specs = [
      f1Spec,
      { ...f1Spec, name: 'em', reward: { kind: 'default-answer', answer: 'x', of: 'em' } },
    ];
    assert.deepEqual(rewardSpecs.parse(specs), specs);
  });

  it('names the rewards there are to one that asks for another', () => {
    const said = /^1\.reward: expected answer-words, .*whole-chunk.*, or .*"default-answer"/u;
    for (const reward of ['f2', { kind: 'default', of: 'em' }, null]) {
      const found = problems([f1Spec, { ...f1Spec, name: 'other', reward }]);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', said);
    }
    const empty = { kind: 'default-answer', answer: '', of: 'em' };
    assert.match(problems([{ ...f1Spec, reward: empty }]).join(), /^0\.reward\.answer: Too small/u);
  });

  it('refuses no reward at all, and two of one name', () => {
    assert.match(problems([]).join(), /^: Too small/u);
    assert.deepEqual(problems([f1Spec, { ...f1Spec, weight: 2 }]), [': two rewards have one name']);
    assert.deepEqual(problems([{ ...f1Spec, name: 'F-1' }]), ['0.name: must be in snake_case']);
  });
});
