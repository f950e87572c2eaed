import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { EngineProfile, Scorer } from './engine.ts';
import { requireHonoured, requireScorer, requireTrainable } from './requirements.ts';

const profile: EngineProfile = {
  id: 'test',
  losses: [],
  reductions: [],
  klCorrections: [],
  honours: { topLogprobs: true, allowed: false },
  maxSequenceTokens: 1,
  maxConcurrency: 1,
  determinism: {},
};
const scorer: Scorer = { logprobs: async () => [] };

describe('what is asked of an engine', () => {
  it('is refused by name where the engine has no scorer or no learner', () => {
    assert.equal(requireScorer({ profile, scorer }), scorer);
    assert.throws(() => requireScorer({ profile, scorer: null }), {
      kind: 'configuration',
      message: 'engine test cannot score tokens that it is given; choose another engine',
    });
    assert.throws(() => requireTrainable({ profile, scorer, learner: null }), {
      kind: 'configuration',
      message: 'engine test cannot train; choose another engine',
    });
  });

  it('is refused where a sampling parameter would be ignored or means nothing', () => {
    requireHonoured(profile, {});
    requireHonoured(profile, { topLogprobs: 1 });
    for (const topLogprobs of [0, -1, 1.5, NaN])
      assert.throws(() => requireHonoured(profile, { topLogprobs }), {
        kind: 'configuration',
        message: `topLogprobs is ${topLogprobs}; give a whole number from 1`,
      });
    assert.throws(() => requireHonoured(profile, { allowed: [1] }), {
      kind: 'configuration',
      message: 'engine test cannot be held to certain tokens (allowed); choose another engine',
    });
    const silent = { ...profile, honours: { topLogprobs: false, allowed: true } };
    assert.throws(
      () => requireHonoured(silent, { topLogprobs: 1 }),
      /does not report the most likely tokens/,
    );
    assert.throws(() => requireHonoured(silent, { allowed: [] }), /allowed names no token/);
  });
});
