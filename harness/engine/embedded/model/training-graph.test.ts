import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import type { Loss } from '../../loss.ts';
import { tinyConfig } from '../testing/tiny-model.ts';
import { trainingGraph } from './training-graph.ts';

const shared = { reduction: 'token-mean', temperature: 1 } as const;
const clip = { clipLow: 0.2, clipHigh: 0.2 };
/** SHA-256 of the tiny model's graphs at commit 6a25646, where they are those of the published ReZero runs. */
const published: readonly { readonly loss: Loss; readonly sha256: string }[] = [
  {
    loss: { kind: 'cross_entropy', reduction: 'token-mean' },
    sha256: '5e32d44c59a62afd1129bf2b6d4eb9684df333b46d4b8bf5da41901243c6b013',
  },
  {
    loss: { kind: 'importance_sampling', ...shared, klCoefficient: 0 },
    sha256: 'ab7a53218fdd5eb3d097b6a9dd3a33447e1618e851964cf0bb174d24124fac66',
  },
  {
    loss: { kind: 'importance_sampling', ...shared, klCoefficient: 0.04 },
    sha256: 'f588ec59b4722a139cec3a93d2e2f1ee3ff23ab196c22f5ad025f855fbd16f9e',
  },
  {
    loss: { kind: 'ppo', ...shared, ...clip, klCoefficient: 0 },
    sha256: '920384376c0e42ade4483c000dfa57c49cca16a21b9881decf9609c8f3a66c40',
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
