import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { policyCard } from './policy-card.ts';

const making = {
  name: 'mine',
  teacher: {},
  seed: 3,
  steps: 240,
  perStep: 64,
  documents: 1,
  peakLearningRate: 6e-4,
} as const;

describe('policyCard', () => {
  it('records start, steps and every setting of the mixture', () => {
    const card = policyCard({ ...making, mixture: 'patient', from: null });
    assert.match(
      card,
      /^# mine\n\nA policy of Meridian: 240 steps of 64 demonstrations .*, from random weights; /u,
    );
    assert.match(card, /; mixture `patient`, seed 3, peak learning rate 0\.0006\.\n/u);
    for (const line of [
      '| `oracleShare` | `0.4` |',
      '| `readingShare` | `0` |',
      '| `skipSearch` | `0` |',
      '| `firstQueryParts` | `[0.35,0.4,0.25]` |',
      '| `afterMiss` | `{"search":0.35,"answer":0.45,"giveUp":0.2}` |',
    ])
      assert.ok(card.includes(`\n${line}\n`), line);
  });

  it('tells the habits that are not those of the mixture', () => {
    const card = policyCard({ ...making, teacher: { skipSearch: 0.5 }, mixture: 'patient', from: null });
    assert.match(card, /; mixture `patient` with `skipSearch` changed, seed 3,/u);
    assert.ok(card.includes('\n| `skipSearch` | `0.5` |\n| `firstQueryParts` | `[0.35,0.4,0.25]` |\n'));
  });

  it('tells how many documents a search had, where it was more than one', () => {
    const card = policyCard({ ...making, documents: 3, mixture: 'patient', from: null });
    assert.match(card, /; mixture `patient`, 3 documents a search, seed 3,/u);
  });

  it('names the policy that was taught further', () => {
    const card = policyCard({ ...making, mixture: 'impatient', from: 'meridian-base' });
    assert.match(card, /, from `meridian-base`; mixture `impatient`,/u);
    assert.ok(!card.includes('| `skipSearch` | `0` |'));
  });
});
