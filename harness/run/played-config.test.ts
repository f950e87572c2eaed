import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { playedConfig } from './played-config.ts';
import { smallConfig } from './testing/small-config.ts';

const policy = { kind: 'openai', model: 'p' } as const;
const simulator = {
  kind: 'simulator',
  model: { kind: 'embedded', folder: 'a' },
  format: 'compact',
  tuning: 'sft',
  temperature: 0.8,
  maxTokensPerDocument: 60,
} as const;

describe('a configuration played by other models', () => {
  it('changes the policy, the judge and the simulator and nothing else', () => {
    const config = smallConfig({ search: { kind: 'noise', rate: 0.1, of: simulator } });
    assert.deepEqual(playedConfig(config, {}), config);
    const model = { kind: 'chat', model: 's' } as const;
    assert.deepEqual(playedConfig(config, { policy, judge: { model: 'j' }, simulator: model }), {
      ...config,
      policy,
      judge: { kind: 'strict', model: 'j' },
      search: { kind: 'noise', rate: 0.1, of: { ...simulator, model } },
    });
    const published = smallConfig({ judge: { kind: 'published', model: 'a' } });
    assert.deepEqual(playedConfig(published, { judge: { model: 'j' } }).judge, {
      kind: 'published',
      model: 'j',
    });
    const strict = { kind: 'strict', model: 'j' } as const;
    assert.deepEqual(playedConfig(published, { judge: strict }).judge, strict);
  });

  it('keeps the wrappers of a search around another one', () => {
    const config = smallConfig({
      search: { kind: 'noise', rate: 0.1, of: { kind: 'cache', of: simulator } },
    });
    assert.deepEqual(playedConfig(config, { search: { kind: 'oracle' } }).search, {
      kind: 'noise',
      rate: 0.1,
      of: { kind: 'cache', of: { kind: 'oracle' } },
    });
    const web = { kind: 'serper' } as const;
    assert.deepEqual(playedConfig(config, { search: web }).search, web);
    const lexical = smallConfig({ search: { kind: 'bm25' } });
    assert.deepEqual(playedConfig(lexical, { search: { kind: 'oracle' } }).search, { kind: 'oracle' });
    assert.throws(() => playedConfig(config, { search: { kind: 'oracle' }, simulator: simulator.model }), {
      message: /ends in "oracle", which asks no simulator/u,
    });
  });

  it('refuses a simulator where none is asked, and an adapter on a served policy', () => {
    const config = smallConfig({ search: { kind: 'noise', rate: 0.1, of: { kind: 'bm25' } } });
    assert.throws(() => playedConfig(config, { simulator: { kind: 'chat', model: 's' } }), {
      kind: 'configuration',
      message: /^the search ends in "bm25", which asks no simulator; /u,
    });
    assert.throws(() => playedConfig(config, { policy, adapter: 'a' }), {
      kind: 'configuration',
      message: /the policy is of kind "openai"; leave the adapter out$/u,
    });
  });
});
