import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import { tinyConfig } from '../train/testing/tiny-run.ts';
import { parseRunConfig } from './run-config.ts';
import { configHash } from './run-identity.ts';

describe('parseRunConfig', () => {
  it('fills in what ReZero leaves no choice about', () => {
    const { epochsPerStep, minibatches, maxFailureShare, adam, algorithm } = parseRunConfig({
      ...tinyConfig(),
      algorithm: { name: 'grpo' },
    });
    assert.deepEqual([epochsPerStep, minibatches, maxFailureShare, adam.epsilon], [1, 1, 0.25, 1e-8]);
    assert.deepEqual(algorithm, { name: 'grpo', scale: 'std' });
  });

  it('names every field that is wrong or unknown', () => {
    const wrong = { ...tinyConfig(), groupSize: 1, adam: { ...tinyConfig().adam, beta3: 1 }, colour: 'red' };
    assert.throws(
      () => parseRunConfig(wrong),
      (error: Error) => {
        assert.match(error.message, /^the run's configuration is wrong: /u);
        for (const name of [/groupSize: /u, /adam: .*beta3/u, /colour/u]) assert.match(error.message, name);
        return true;
      },
    );
  });

  it('leaves what a recipe does not choose absent, and takes it where it does', () => {
    const optional = [
      'trainingSearch',
      'critic',
      'klCorrection',
      'entropyCoefficient',
      'trainOn',
      'validation',
      'evaluation',
    ];
    assert.deepEqual(
      optional.filter((name) => name in tinyConfig()),
      [],
    );
    const model = { kind: 'embedded', folder: 'data/models/simulator-l' } as const;
    const simulator = {
      kind: 'simulator',
      model,
      format: 'compact',
      tuning: 'sft',
      temperature: 1,
      maxTokensPerDocument: 32,
    } as const;
    const chosen = {
      trainingSearch: {
        kind: 'curriculum',
        curriculum: { kind: 'exponential', start: 0, end: 0.75, base: 4 },
        of: simulator,
      },
      policy: { kind: 'embedded', folder: 'data/models/demonstrations' },
      protocol: { kind: 'search-r1', prompt: 'compact' },
      algorithm: { name: 'ppo', klInReward: 0.001 },
      critic: { learningRate: { kind: 'constant', peak: 1e-5, warmupRatio: 0.015 }, valueClip: 0.5 },
      entropyCoefficient: 0.001,
      adam: { ...tinyConfig().adam, decayed: 'matrices' },
      trainOn: 'response',
      validation: { decoding: 'sampled', topP: 0.95 },
      evaluation: { samples: 4, dev: 2, extended: 1 },
      // The published sign: distance from the reference is rewarded.
      klCoefficient: -0.001,
      klCorrection: 'importance-ratio',
    } as const;
    const config = tinyConfig(chosen);
    assert.deepEqual(config, { ...tinyConfig(), ...chosen });
    assert.deepEqual(parseRunConfig(config), config);
    const wrong = {
      ...tinyConfig(),
      algorithm: { name: 'dpo' },
      trainOn: 'prompt',
      validation: { decoding: 'sampled', topP: 0 },
    };
    assert.throws(() => parseRunConfig(wrong), /algorithm\.name: .*trainOn: .*validation\.topP: /u);
    for (const evaluation of [
      { samples: 0 },
      {},
      { extended: 1 },
      { samples: 4, extended: 0 },
      { samples: 4, dev: 0 },
      { samples: 4, topP: 1 },
    ])
      assert.throws(() => parseRunConfig({ ...tinyConfig(), evaluation }), /evaluation/u);
    const dropping = { decoding: 'greedy', dropLastBatch: 48 } as const;
    assert.deepEqual(tinyConfig({ validation: dropping }).validation, dropping);
    for (const validation of [
      { decoding: 'greedy' },
      { ...dropping, topP: 0.95 },
      { ...dropping, dropLastBatch: 0 },
    ])
      assert.throws(() => parseRunConfig({ ...tinyConfig(), validation }), /validation/u);
  });

  it('refuses a setting that its algorithm would ignore, and two rewards of one name', () => {
    const ignored = { ...tinyConfig(), algorithm: { name: 'rloo', scale: 'none' } };
    assert.throws(() => parseRunConfig(ignored), /algorithm: .*"scale"/u);
    const [first] = tinyConfig().rewards;
    const twice = { ...tinyConfig(), rewards: [first, first] };
    assert.throws(() => parseRunConfig(twice), /rewards: two rewards have one name/u);
  });

  it('takes its own output', () => {
    assert.deepEqual(parseRunConfig(tinyConfig()), tinyConfig());
  });
});

describe('configHash', () => {
  it('is today what the published ReZero runs were made under', () => {
    const runs = join(packageRoot(), 'results', 'rezero', 'default', 'runs');
    for (const run of ['rezero-s1', 'three-reward-s1']) {
      const stored: unknown = JSON.parse(readFileSync(join(runs, run, 'run.json'), 'utf8'));
      const { config, configHash: hash } = stored as { config: unknown; configHash: string };
      assert.equal(configHash(parseRunConfig(config)), hash);
    }
  });

  it('depends on values, not on the order of fields', () => {
    const config = tinyConfig();
    const turned = Object.fromEntries(Object.entries(config).toReversed());
    assert.equal(configHash(parseRunConfig(turned)), configHash(config));
    assert.notEqual(configHash(tinyConfig({ seed: 2 })), configHash(config));
  });

  it('depends on the adapter, and on its seed', () => {
    const adapter = { rank: 8, alpha: 16, targetModules: 'all-linear' } as const;
    const hashes = [
      undefined,
      adapter,
      { ...adapter, rank: 4 },
      { ...adapter, seed: 1 },
      { folder: 'a' },
    ].map((each) =>
      configHash(tinyConfig({ policy: { kind: 'embedded', folder: 'm', ...(each && { adapter: each }) } })),
    );
    assert.equal(new Set(hashes).size, hashes.length);
  });
});
