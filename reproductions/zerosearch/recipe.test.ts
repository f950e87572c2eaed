import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { canonicalJson } from '../../harness/core/canonical-json.ts';
import { fieldsOf } from '../../harness/core/json-fields.ts';
import { configOf } from '../../harness/reproduce/reproduction.ts';
import { parseRunConfig, type RunConfig } from '../../harness/run/run-config.ts';
import { publishedBugs } from './published-bugs.ts';
import zerosearch from './reproduction.ts';
import { rewardSets } from './rewards.ts';

const profile = zerosearch.profiles.full;

function configFor(arm: string): RunConfig {
  return configOf(zerosearch, { arm, seed: 1, profile });
}

/** Fields in which an arm is set otherwise than simulator-l, with its own values, undefined where it has none. */
function departures(arm: string): Record<string, unknown> {
  const [reference, own] = ['simulator-l', arm].map((id) => fieldsOf(configFor(id))) as [
    ReadonlyMap<string, unknown>,
    ReadonlyMap<string, unknown>,
  ];
  const paths = [...new Set([...reference.keys(), ...own.keys()])];
  return Object.fromEntries(
    paths.flatMap((path) =>
      JSON.stringify(reference.get(path)) === JSON.stringify(own.get(path)) ? [] : [[path, own.get(path)]],
    ),
  );
}

const paid = (set: keyof typeof rewardSets): unknown => rewardSets[set].rewards;

/** The search of training under the exponential curriculum of the reference arm. */
const curriculum = { kind: 'exponential', start: 0, end: 0.6, base: 4 } as const;
const simulatorL = {
  kind: 'retry',
  attempts: 3,
  backoffMs: 0,
  of: {
    kind: 'simulator',
    model: { kind: 'embedded', folder: 'data/models/simulator-l' },
    format: 'compact',
    tuning: 'sft',
    temperature: 0.8,
    maxTokensPerDocument: 80,
  },
} as const;

describe('the recipe of ZeroSearch', () => {
  const arms = zerosearch.arms.map(({ id }) => id);

  it('is a valid configuration for every arm, and no two are the same', () => {
    assert.equal(arms.length, 29);
    for (const arm of arms) assert.deepEqual(parseRunConfig(configFor(arm)), configFor(arm));
    const distinct = new Set(arms.map((arm) => canonicalJson(configFor(arm))));
    assert.equal(distinct.size, arms.length);
    assert.throws(() => configFor('simulator-xl'), { kind: 'configuration' });
  });

  it('evaluates on real search and trains on what the arm names', () => {
    const noisy = { kind: 'noise', rate: 0.1, of: { kind: 'bm25' } };
    for (const arm of arms) assert.deepEqual(configFor(arm).search, noisy, arm);
    for (const arm of ['real', 'no-search', 'real-base-start', 'twin'])
      assert.equal(configFor(arm).trainingSearch, undefined, arm);
    assert.deepEqual(configFor('simulator-l').trainingSearch, {
      kind: 'curriculum',
      curriculum,
      of: simulatorL,
    });
  });

  it('switches on one published bug at a time, and nothing else', () => {
    const mispaired = { kind: 'zerosearch/mispaired', settings: { wrongShare: 0.98 }, of: simulatorL };
    assert.deepEqual(configFor('switch-pairing-bug'), {
      ...configFor('simulator-l'),
      trainingSearch: { kind: 'curriculum', curriculum, of: mispaired },
    });
    const expected = {
      'kl-sign': { klCoefficient: -0.001 },
      'em-is-substring': {
        'judge.kind': 'zerosearch/containment',
        rewards: paid('zerosearch-f1-em-is-substring'),
      },
      'beijing-default': { rewards: paid('zerosearch-f1-beijing-default') },
      'sampled-validation': { 'validation.decoding': 'sampled', 'validation.topP': 0.95 },
      'drop-last-batch': { 'validation.decoding': 'greedy', 'validation.dropLastBatch': 48 },
      'final-turn-search': { 'protocol.executeFinalSearch': true },
    };
    const { 'pairing-bug': _, ...others } = publishedBugs;
    const found = Object.keys(others).map((bug) => [bug, departures(`switch-${bug}`)]);
    assert.deepEqual(Object.fromEntries(found), expected);
  });

  it('departs from simulator-l in the one thing that an arm is about', () => {
    assert.deepEqual(departures('grpo'), { 'algorithm.name': 'grpo', 'algorithm.scale': 'std' });
    assert.deepEqual(departures('rloo'), { 'algorithm.name': 'rloo' });
    assert.deepEqual(departures('dr-grpo'), { 'algorithm.name': 'dr-grpo' });
    assert.deepEqual(departures('unmasked'), { trainOn: 'response' });
    assert.deepEqual(departures('reward-em'), { rewards: paid('zerosearch-em') });
    assert.deepEqual(departures('reward-sub-em'), { rewards: paid('zerosearch-sub-em') });
    assert.deepEqual(departures('reversed'), { 'trainingSearch.curriculum.kind': 'reversed' });
    const noEnds = Object.fromEntries(
      ['start', 'end', 'base'].map((end) => [`trainingSearch.curriculum.${end}`, undefined]),
    );
    assert.deepEqual(departures('fixed'), {
      'trainingSearch.curriculum.kind': 'fixed',
      ...noEnds,
      'trainingSearch.curriculum.rate': 0.5,
    });
    assert.deepEqual(departures('no-curriculum'), { 'trainingSearch.curriculum.kind': 'none', ...noEnds });
    assert.deepEqual(departures('base-start'), { 'policy.folder': 'data/models/meridian-base' });
    for (const size of ['s', 'm'])
      assert.deepEqual(departures(`simulator-${size}`), {
        'trainingSearch.of.of.model.folder': `data/models/simulator-${size}`,
      });
    assert.deepEqual(departures('prompted'), {
      'trainingSearch.of.of.model.folder': 'data/models/writer-l',
      'trainingSearch.of.of.tuning': 'prompt',
    });
    // A KL term in the reward takes the place of the one in the loss.
    const klInReward = { 'algorithm.klInReward': 0.001, klCoefficient: 0 };
    assert.deepEqual(departures('reinforce-plus-plus'), {
      'algorithm.name': 'reinforce++',
      ...klInReward,
    });
    assert.deepEqual(departures('ppo'), {
      'algorithm.name': 'ppo',
      ...klInReward,
      'critic.learningRate.kind': 'constant',
      'critic.learningRate.peak': 1e-3,
      'critic.learningRate.warmupRatio': 0.1,
      'critic.valueClip': 0.5,
    });
  });

  it('trains the controls on the limits of a simulator, and the twin on real search under another seed', () => {
    assert.deepEqual(configFor('perfect-simulator'), {
      ...configFor('real'),
      trainingSearch: { kind: 'curriculum', curriculum, of: { kind: 'perfect-simulator' } },
    });
    assert.deepEqual(configFor('noise-only'), {
      ...configFor('real'),
      trainingSearch: { kind: 'noise', rate: 1, of: { kind: 'bm25' } },
    });
    assert.deepEqual(configFor('twin'), { ...configFor('real'), seed: 1001 });
  });

  it('learns without search as with real search, but for the protocol', () => {
    assert.deepEqual(configFor('no-search'), {
      ...configFor('real'),
      protocol: {
        kind: 'without-search',
        of: { kind: 'search-r1', prompt: 'compact' },
        correction: '\n nothing came back\n',
      },
    });
    assert.deepEqual(configFor('real-base-start'), {
      ...configFor('real'),
      policy: { kind: 'embedded', folder: 'data/models/meridian-base' },
    });
  });
});
