import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tinyConfig } from '../testing/tiny-model.ts';
import { embeddedProfile } from './embedded-options.ts';

describe('the profile of the embedded engine', () => {
  it('names all that byte-identical results need, versions included', () => {
    const { determinism } = embeddedProfile(tinyConfig, { folder: 'x', threads: 2, lanes: 8 });
    const { onnxruntime, ...rest } = determinism;
    assert.match(String(onnxruntime), /^\d+\.\d+\.\d+/);
    assert.deepEqual(rest, {
      provider: 'cpu',
      threads: 2,
      lanes: 8,
      microBatchTokens: 1024,
      node: process.versions.node,
    });
  });

  it('refuses sequences longer than the model has positions for', () => {
    assert.throws(() => embeddedProfile(tinyConfig, { folder: 'x', maxTokens: 513 }), {
      kind: 'configuration',
      message: /maxTokens 513 exceeds the 512 positions/,
    });
  });
});
