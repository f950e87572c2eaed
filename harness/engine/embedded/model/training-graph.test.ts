import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import type { Loss } from '../../loss.ts';
import { tinyConfig } from '../testing/tiny-model.ts';
import { trainingGraph } from './training-graph.ts';

const shared = { reduction: 'token-mean', temperature: 1 } as const;
const clip = { clipLow: 0.2, clipHigh: 0.2 };
/**
 * SHA-256 of the tiny model's graphs: a change here moves the digits of every run, and is made on purpose, in a commit
 * that says so.
 */
const pinned: readonly { readonly loss: Loss; readonly sha256: string }[] = [
  {
    loss: { kind: 'cross_entropy', reduction: 'token-mean' },
    sha256: '9f9a83b3032a5396607e9d661c0097bc28ac0a2d433eefe0ea6509fbb12b7fa2',
  },
  {
    loss: { kind: 'importance_sampling', ...shared, klCoefficient: 0 },
    sha256: '13beab996a787bb85f65a2b1373c8bcb3a4515c66b7067e85a138fd75d029952',
  },
  {
    loss: { kind: 'importance_sampling', ...shared, klCoefficient: 0.04 },
    sha256: '6bfd9cd96f03bae960f314dc10bbb67c9491444f7ea96f7a651817297dbd0a9d',
  },
  {
    loss: { kind: 'ppo', ...shared, ...clip, klCoefficient: 0 },
    sha256: 'fa4d772547b2f0afd90641dc3d0a32b9d4876242734ebb6ba5f304720022be4f',
  },
];

function sha256(loss: Loss): string {
  const { bytes } = trainingGraph(tinyConfig, loss, { maxTokens: 64 });
  return createHash('sha256').update(bytes).digest('hex');
}

describe('the training graph', () => {
  for (const { loss, sha256: expected } of pinned)
    it(`is the pinned one, byte for byte: ${JSON.stringify(loss)}`, () => {
      assert.equal(sha256(loss), expected);
      if (loss.kind === 'cross_entropy') return;
      assert.equal(sha256({ ...loss, entropyCoefficient: 0 }), expected);
      assert.notEqual(sha256({ ...loss, entropyCoefficient: 0.001 }), expected);
      assert.equal(sha256({ ...loss, klCorrection: 'none' }), expected);
      const corrected = sha256({ ...loss, klCorrection: 'importance-ratio' });
      assert.equal(corrected === expected, loss.klCoefficient === 0);
    });
});
