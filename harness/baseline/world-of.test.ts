import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { OpenPolicy } from '../engine/index.ts';
import { tinyKit } from '../train/testing/tiny-run.ts';
import { tinyDataset } from '../train/testing/tiny-world.ts';
import { unavailable } from './baseline.ts';
import { wordingOf, worldOf } from './world-of.ts';

const needs = ['train', 'scripts', 'logprobs', 'constraint', 'training'] as const;

describe('the world of a kit', () => {
  it('lends what run, data set and engine have, and says of the rest why not', async () => {
    const kit = await tinyKit();
    const { profile } = kit.policy;
    const honours = { topLogprobs: true, allowed: false };
    const policy: OpenPolicy = { ...kit.policy, learner: null, profile: { ...profile, honours } };
    const world = worldOf({ ...kit, policy, dataset: { ...tinyDataset(), train: [] } });
    assert.equal(world.logprobs, policy.codec);
    assert.equal(
      unavailable({ needs }, world),
      'the data set has no training questions, and the data set has no written searches, and the engine cannot be kept to given tokens, and the engine cannot train',
    );
    assert.equal(unavailable({ needs: ['training', 'train'] }, worldOf(kit)), null);
  });

  it('reads the wording off the protocol, also under a wrapper', () => {
    const of = { kind: 'rezero', prompt: 'compact' } as const;
    assert.equal(wordingOf(of), 'compact');
    assert.equal(wordingOf({ kind: 'without-search', of, correction: 'no' }), 'compact');
    assert.equal(wordingOf({ kind: 'search-r1', prompt: 'instructions' }), 'instructions');
  });
});
