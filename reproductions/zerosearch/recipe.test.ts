import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { canonicalJson } from '../../harness/core/canonical-json.ts';
import { fieldsOf } from '../../harness/core/json-fields.ts';
import { parseTrainConfig, type TrainConfig } from '../../harness/run/run-config.ts';
import { comparedArms, furtherArms } from './arms.ts';
import { publishedBugs } from './published-bugs.ts';
import { embeddedRecipe } from './recipe.ts';
import zerosearch from './reproduction.ts';

const profile = zerosearch.profiles.full;

function configOf(arm: string): TrainConfig {
  return embeddedRecipe({ arm, seed: 1, profile });
}

/** Fields in which an arm is set otherwise than simulator-l, with its own values; deviations aside. */
function departures(arm: string): Record<string, unknown> {
  const [reference, own] = ['simulator-l', arm].map((id) =>
    fieldsOf({ ...configOf(id), deviations: undefined }),
  ) as [ReadonlyMap<string, unknown>, ReadonlyMap<string, unknown>];
  const paths = [...new Set([...reference.keys(), ...own.keys()])];
  return Object.fromEntries(
    paths.flatMap((path) => (reference.get(path) === own.get(path) ? [] : [[path, own.get(path)]])),
  );
}

describe('the recipe of ZeroSearch', () => {
  const arms = [...comparedArms, ...furtherArms].map(({ id }) => id);

  it('is a valid configuration for every arm, and no two are the same', () => {
    for (const arm of arms) assert.deepEqual(parseTrainConfig(configOf(arm)), configOf(arm));
    const distinct = new Set(arms.map((arm) => canonicalJson({ ...configOf(arm), deviations: [] })));
    assert.equal(distinct.size, arms.length);
    assert.throws(() => configOf('simulator-xl'), { kind: 'configuration' });
  });

  it('switches on one published bug at a time, and nothing else', () => {
    const expected = {
      'pairing-bug': { 'environment.pairing': 'positional' },
      'kl-sign': { klCoefficient: -0.001 },
      'em-is-substring': {
        rewardPreset: 'zerosearch-f1-em-is-substring',
        'environment.judge': 'containment',
      },
      'beijing-default': { rewardPreset: 'zerosearch-f1-beijing-default' },
      'sampled-validation': { 'validation.decoding': 'sampled', 'validation.topP': 0.95 },
      'drop-last-batch': { 'validation.decoding': 'greedy', 'validation.dropLastBatch': 48 },
      'final-turn-search': { 'environment.protocol': 'search-r1+final-search' },
    };
    const found = Object.keys(publishedBugs).map((bug) => [bug, departures(`switch-${bug}`)]);
    assert.deepEqual(Object.fromEntries(found), expected);
  });

  it('departs from simulator-l in the one thing that an arm is about', () => {
    assert.deepEqual(departures('grpo'), { 'algorithm.name': 'grpo' });
    assert.deepEqual(departures('unmasked'), { trainOn: 'response' });
    assert.deepEqual(departures('reward-sub-em'), { rewardPreset: 'zerosearch-sub-em' });
    assert.deepEqual(departures('reversed'), { 'environment.curriculum.kind': 'reversed' });
    assert.deepEqual(departures('base-start'), { 'environment.start': 'base' });
    assert.deepEqual(departures('simulator-s'), { 'environment.search': 'simulator-s' });
    // A KL term in the reward takes the place of the one in the loss.
    assert.deepEqual(departures('reinforce-plus-plus'), {
      'algorithm.name': 'reinforce++',
      'algorithm.klInReward': 0.001,
      klCoefficient: 0,
    });
  });
});
