import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { healthOf } from './health.ts';
import { scoredGroupOf } from './testing/scored-group-of.ts';

const hit = { query: 'pump leak', hit: true };
const miss = { query: 'pump', hit: false };

describe('healthOf', () => {
  it('counts the cases of a hand-made step', () => {
    const health = healthOf([
      scoredGroupOf([
        { searches: [hit], correct: true, reward: 8, format: 1, policyTokens: 10 },
        { searches: [miss, hit], correct: true, reward: 6, format: 1, policyTokens: 20 },
        {
          searches: [miss, { query: ' Pump ', hit: false }],
          correct: false,
          answered: false,
          reward: 1,
          format: 0,
        },
      ]),
      scoredGroupOf([
        { correct: false, reward: 2, format: 1 },
        { correct: false, reward: 2, format: 1 },
        { searches: [miss], correct: null, reward: null },
      ]),
    ]);
    assert.equal(health.episodes, 6);
    assert.equal(health.failed, 1);
    assert.equal(health.rewardMean, (8 + 6 + 1 + 2 + 2) / 5);
    // Sample variance of 8, 6, 1 is (9 + 1 + 16) / 2 = 13; the second group has none.
    assert.equal(health.rewardStd, Math.sqrt(13) / 2);
    assert.equal(health.parts['format'], 4 / 5);
    assert.equal(health.groups, 2);
    assert.equal(health.zeroVarianceGroups, 1);
    assert.equal(health.correctShare, 2 / 5);
    assert.equal(health.answeredShare, 4 / 5);
    assert.equal(health.searchesPerEpisode, 5 / 5);
    // Five searches, of which " Pump " repeats "pump".
    assert.equal(health.repeatedQueryShare, 1 / 5);
    // Two episodes missed first; one of them was right in the end. The failed one does not count.
    assert.equal(health.recovery, 1 / 2);
    assert.equal(health.policyTokensPerEpisode, 30 / 5);
  });

  it('has no recovery without a missed first search, and no shares of nothing', () => {
    const searched = healthOf([
      scoredGroupOf([
        { searches: [hit], correct: true, reward: 1 },
        { correct: false, reward: 0 },
      ]),
    ]);
    assert.equal(searched.recovery, null);
    const unsearched = healthOf([
      scoredGroupOf([
        { correct: true, reward: 1 },
        { correct: true, reward: 1 },
      ]),
    ]);
    assert.equal(unsearched.repeatedQueryShare, null);
    assert.equal(unsearched.searchesPerEpisode, 0);
  });

  it('has no recovery from simulated documents, which have no gold chunk to miss', () => {
    const written = { query: 'pump', hit: false, simulated: true };
    const simulated = scoredGroupOf([
      { searches: [written], correct: true, reward: 1 },
      { searches: [written, miss], correct: true, reward: 1 },
    ]);
    assert.equal(healthOf([simulated]).recovery, null);
    const real = scoredGroupOf([
      { searches: [miss, written], correct: false, reward: 0 },
      { searches: [miss], correct: true, reward: 1 },
    ]);
    assert.equal(healthOf([simulated, real]).recovery, 1 / 2);
  });

  it('has no recovery where the gold chunk is not known: nobody can say what missed', () => {
    const asked = scoredGroupOf([
      { searches: [miss], correct: true, reward: 1 },
      { searches: [miss], correct: true, reward: 1 },
    ]);
    const question = { ...asked.group.question, goldChunkId: null, chunkIds: [] };
    const unknown = asked.scored.map((one) => ({ ...one, episode: { ...one.episode, question } }));
    assert.equal(healthOf([asked]).recovery, 1);
    assert.equal(healthOf([{ ...asked, scored: unknown }]).recovery, null);
  });

  it('is null, not 0, when every episode failed', () => {
    const health = healthOf([
      scoredGroupOf([
        { correct: null, reward: null },
        { correct: null, reward: null },
      ]),
    ]);
    assert.deepEqual(
      [health.failed, health.rewardMean, health.rewardStd, health.correctShare, health.answeredShare],
      [2, null, null, null, null],
    );
    assert.equal(health.zeroVarianceGroups, 0);
  });
});
