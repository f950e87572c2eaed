import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { configHash } from './run-identity.ts';
import { tinyConfig } from './testing/tiny-run.ts';
import { parseTrainConfig } from './train-config.ts';

describe('parseTrainConfig', () => {
  it('fills in what ReZero leaves no choice about', () => {
    const { epochsPerStep, minibatches, maxFailureShare, adam, deviations } = tinyConfig();
    assert.deepEqual([epochsPerStep, minibatches, maxFailureShare, adam.epsilon], [1, 1, 0.25, 1e-8]);
    assert.deepEqual(deviations, []);
  });

  it('names every field that is wrong or unknown', () => {
    const wrong = { ...tinyConfig(), groupSize: 1, adam: { ...tinyConfig().adam, beta3: 1 }, colour: 'red' };
    assert.throws(
      () => parseTrainConfig(wrong),
      (error: Error) => {
        assert.match(error.message, /^the training configuration is wrong: /u);
        for (const name of [/groupSize: /u, /adam: .*beta3/u, /colour/u]) assert.match(error.message, name);
        return true;
      },
    );
  });

  it('takes its own output', () => {
    assert.deepEqual(parseTrainConfig(tinyConfig()), tinyConfig());
  });
});

describe('configHash', () => {
  it('depends on values, not on the order of fields', () => {
    const config = tinyConfig();
    const turned = Object.fromEntries(Object.entries(config).toReversed());
    assert.equal(configHash(parseTrainConfig(turned)), configHash(config));
    assert.notEqual(configHash(tinyConfig({ seed: 2 })), configHash(config));
  });
});
