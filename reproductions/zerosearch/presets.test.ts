import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fieldsOf } from '../../harness/core/json-fields.ts';
import { type Preset, presetNamed, sourceOf } from '../../harness/reproduce/preset.ts';
import { configOf } from '../../harness/reproduce/reproduction.ts';
import { parseRunConfig } from '../../harness/run/run-config.ts';
import { curriculumSchedule } from '../../harness/search/simulator/curriculum.ts';
import { learningRateAt } from '../../harness/algorithm/learning-rate.ts';
import zerosearch from './reproduction.ts';
import { rewardSets } from './rewards.ts';

/** Fields in which a preset departs from the paper's, with its own values; undefined where it has none. */
function departures(name: string): Record<string, unknown> {
  const published = valuesOf(presetNamed(zerosearch, 'paper'));
  const own = valuesOf(presetNamed(zerosearch, name));
  const paths = [...new Set([...published.keys(), ...own.keys()])];
  const differing = paths.filter(
    (path) => JSON.stringify(published.get(path)) !== JSON.stringify(own.get(path)),
  );
  return Object.fromEntries(differing.map((path) => [path, own.get(path)]));
}

function valuesOf({ config, beyond }: Preset): ReadonlyMap<string, unknown> {
  return fieldsOf({ ...config, ...beyond });
}

describe('the presets of ZeroSearch', () => {
  it('are four, each a configuration with a source for every value', () => {
    const presets = zerosearch.presets?.() ?? [];
    assert.deepEqual(
      presets.map(({ id }) => id),
      ['paper', 'authors-code', 'corrected', 'embedded'],
    );
    for (const preset of presets) {
      assert.deepEqual(parseRunConfig(preset.config), preset.config);
      const paths = [...fieldsOf(preset.config).keys(), ...fieldsOf(preset.beyond).keys()];
      assert.deepEqual(
        paths.filter((path) => sourceOf(preset, path) === undefined),
        [],
        preset.id,
      );
    }
  });

  it('hold the published numbers', () => {
    const { config, beyond, curricula } = presetNamed(zerosearch, 'paper');
    const { questionsPerStep, groupSize, steps, limits, learningRate, algorithm } = config;
    assert.equal(questionsPerStep * groupSize, 320);
    assert.equal(steps, 203);
    assert.deepEqual([limits.maxTurns, limits.maxTokensPerTurn, limits.topK], [2, 500, 5]);
    assert.deepEqual(algorithm, { name: 'reinforce' });
    const last = learningRateAt(learningRate, { done: 202, total: steps });
    assert.deepEqual([last, learningRateAt(learningRate, { done: 0, total: steps })], [1e-6, 0]);
    assert.deepEqual([config.klCoefficient, config.entropyCoefficient, beyond['topP']], [0.001, 0.001, 0.95]);
    // Section 3 of the published values: p at step 100 of 203 for 7B, 3B and LLaMA.
    assert.deepEqual(
      curricula.map(({ curriculum }) =>
        curriculumSchedule(curriculum, steps)[99]?.noisyProbability.toFixed(4),
      ),
      ['0.2449', '0.0816', '0.3316'],
    );
  });

  it('depart from the paper by the seven bugs, and by what is recommended', () => {
    const { trainingSearch, ...published } = presetNamed(zerosearch, 'paper').config;
    const { trainingSearch: theirs, ...own } = presetNamed(zerosearch, 'authors-code').config;
    assert.ok(trainingSearch !== undefined && 'curriculum' in trainingSearch);
    const mispaired = { kind: 'zerosearch/mispaired', settings: { wrongShare: 0.98 }, of: trainingSearch.of };
    assert.deepEqual(theirs, { ...trainingSearch, of: mispaired });
    assert.deepEqual(own, {
      ...published,
      klCoefficient: -0.001,
      rewards: rewardSets['zerosearch-f1-authors'].rewards,
      judge: { kind: 'zerosearch/containment' },
      validation: { decoding: 'sampled', topP: 0.95, dropLastBatch: 64 },
      protocol: { ...published.protocol, executeFinalSearch: true },
    });
    const beyond = fieldsOf(presetNamed(zerosearch, 'authors-code').beyond);
    const other = Object.entries(departures('authors-code')).filter(([path]) => beyond.has(path));
    assert.deepEqual(Object.fromEntries(other), { answerFrom: 'whole-text', metrics: ['sub-em'] });
    assert.deepEqual(departures('corrected'), {
      'simulator.retry': undefined,
      'simulator.retry.attempts': 3,
      'simulator.retry.backoffMs': 1000,
      contextCut: 'prompt-kept',
      'protocol.stopOnTags': undefined,
      documentMask: 'everywhere',
      metrics: ['em', 'sub-em', 'f1'],
    });
  });

  it('end in the recipe that runs here, its own values marked', () => {
    const embedded = presetNamed(zerosearch, 'embedded');
    const profile = zerosearch.profiles.default;
    assert.deepEqual(embedded.config, configOf(zerosearch, { arm: 'simulator-l', seed: 1, profile }));
    assert.equal(sourceOf(embedded, 'questionsPerStep'), 'ours, see deviations');
    assert.equal(sourceOf(embedded, 'groupSize'), 'train_reinforce.sh (n_agent); paper app. D');
  });

  it('are found by name alone', () => {
    assert.throws(() => presetNamed(zerosearch, 'authors'), {
      kind: 'configuration',
      message: 'zerosearch has no preset "authors"; choose one of paper, authors-code, corrected, embedded',
    });
    assert.throws(() => presetNamed({ id: 'rezero' }, 'paper'), /rezero has no presets/u);
  });
});
