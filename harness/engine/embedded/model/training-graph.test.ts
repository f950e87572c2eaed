import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import type { Loss } from '../../loss.ts';
import { tinyConfig } from '../testing/tiny-model.ts';
import { trainingGraph } from './training-graph.ts';

const shared = { reduction: 'token-mean', temperature: 1 } as const;
const clip = { clipLow: 0.2, clipHigh: 0.2 };
/**
 * SHA-256 of the tiny model's graphs at commit 6a25646, where they are those of the published ReZero runs, without the
 * nodes there that nothing reads; weights after training on either are equal to the bit.
 */
const published: readonly { readonly loss: Loss; readonly sha256: string }[] = [
  {
    loss: { kind: 'cross_entropy', reduction: 'token-mean' },
    sha256: '7720eeff35c99892781878bc2d4a001cf8388d60110a7f0f88e74ebfdd8e31fa',
  },
  {
    loss: { kind: 'importance_sampling', ...shared, klCoefficient: 0 },
    sha256: '41dbcb7077ad1af61321b1815cb393ed045f305769f0e1b01e32a828d0672b96',
  },
  {
    loss: { kind: 'importance_sampling', ...shared, klCoefficient: 0.04 },
    sha256: 'eb30569af676b837b13c6cfca73a19a437bc3058649edd5b9371a0848d80025b',
  },
  {
    loss: { kind: 'ppo', ...shared, ...clip, klCoefficient: 0 },
    sha256: '8bdb4b19fa074112324587fce857734de953ba6bdcb6759896e7a60deaf63f90',
  },
];

function sha256(loss: Loss): string {
  const { bytes } = trainingGraph(tinyConfig, loss, { maxTokens: 64 });
  return createHash('sha256').update(bytes).digest('hex');
}

describe('the training graph', () => {
  for (const { loss, sha256: expected } of published)
    it(`is the published one, byte for byte: ${JSON.stringify(loss)}`, () => {
      assert.equal(sha256(loss), expected);
      if (loss.kind === 'cross_entropy') return;
      assert.equal(sha256({ ...loss, entropyCoefficient: 0 }), expected);
      assert.notEqual(sha256({ ...loss, entropyCoefficient: 0.001 }), expected);
      assert.equal(sha256({ ...loss, klCorrection: 'none' }), expected);
      const corrected = sha256({ ...loss, klCorrection: 'importance-ratio' });
      assert.equal(corrected === expected, loss.klCoefficient === 0);
    });
});
