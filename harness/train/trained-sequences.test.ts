import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Episode } from '../core/episode.ts';
import { groupOf } from '../core/group.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import type { Scorer } from '../engine/engine.ts';
import type { ScoredGroup } from './score-group.ts';
import { type SequenceScoring, trainedSequences, trainedTokens } from './trained-sequences.ts';

const question = testQuestion({ id: 'q' });

function episode(sample: number, turns: Episode['turns']): Episode {
  return {
    id: `1/q/${sample}`,
    question,
    sample,
    turns,
    searches: [],
    outcome: { kind: 'answered', answer: 'x' },
  };
}

const searched = episode(0, [
  { role: 'prompt', text: '', tokens: [1, 2] },
  { role: 'policy', text: '', tokens: [3, 4], logprobs: [-0.3, -0.4] },
  { role: 'observation', text: '', tokens: [5] },
  { role: 'policy', text: '', tokens: [6], logprobs: [-0.6] },
  { role: 'observation', text: '', tokens: [7] },
]);
const silent = episode(1, [{ role: 'prompt', text: '', tokens: [1, 2] }]);
const failed = episode(2, [
  { role: 'prompt', text: '', tokens: [1, 2] },
  { role: 'policy', text: '', tokens: [3], logprobs: [-0.3] },
]);
const rewards = [1, 0, null];
const group: ScoredGroup = {
  group: groupOf(question, [searched, silent, failed]),
  rewards,
  scored: [searched, silent, failed].map((one, i) => ({
    episode: one,
    verdict: null,
    correct: null,
    parts: {},
    reward: rewards[i] ?? null,
  })),
};

/** Scores of `-(10 * token + temperature)` and `extra`. */
function scorerOf(extra: number): Scorer {
  return {
    logprobs: async (sequences, { temperature }) =>
      sequences.map((tokens) => {
        assert.ok(tokens.length > 1, 'asked for a sequence without predictions');
        return tokens.slice(1).map((token) => -(10 * token + temperature) + extra);
      }),
  };
}

/** Scores that say which sequence, token and weights they are of: -(10 * token + temperature), 100 off for the reference. */
function scoring(change: Partial<SequenceScoring> = {}): SequenceScoring {
  return {
    engine: { scorer: scorerOf(0), reference: async () => scorerOf(-100) },
    critic: {
      values: async (sequences) => sequences.map((tokens) => tokens.slice(1).map((token) => token / 10)),
    },
    temperature: 0.5,
    trainOn: 'policy',
    needs: [],
    ...change,
  };
}

describe('trainedSequences', () => {
  it('asks nobody for what the rollout already knows', async () => {
    const engine = {
      scorer: { logprobs: () => assert.fail('asked the engine') },
      reference: () => assert.fail('asked for the reference'),
    };
    const critic = { values: () => assert.fail('asked the critic') };
    const found = await trainedSequences([group], scoring({ engine, critic }));
    assert.deepEqual(found.get(searched), {
      tokens: [1, 2, 3, 4, 5, 6],
      weights: [0, 1, 1, 0, 1],
      oldLogprobs: [0, -0.3, -0.4, 0, -0.6],
    });
    assert.equal(found.has(failed), false);
  });

  it('trains on observations with the masking off, their log-probabilities from the weights that sampled', async () => {
    const found = await trainedSequences([group], scoring({ trainOn: 'response' }));
    assert.deepEqual(found.get(searched), {
      tokens: [1, 2, 3, 4, 5, 6],
      weights: [0, 1, 1, 1, 1],
      oldLogprobs: [0, -0.3, -0.4, -50.5, -0.6],
    });
  });

  it('hands reference and values to the algorithm for the trained tokens alone, in order', async () => {
    const needs = ['reference', 'values'] as const;
    const masked = (await trainedSequences([group], scoring({ needs }))).get(searched);
    assert.ok(masked);
    assert.deepEqual(masked.values, [0.2, 0.3, 0.4, 0.5, 0.6]);
    assert.deepEqual(trainedTokens(masked), {
      oldLogprobs: [-0.3, -0.4, -0.6],
      referenceLogprobs: [-130.5, -140.5, -160.5],
      values: [0.3, 0.4, 0.6],
    });
    const unmasked = (await trainedSequences([group], scoring({ needs, trainOn: 'response' }))).get(searched);
    assert.ok(unmasked);
    assert.deepEqual(trainedTokens(unmasked), {
      oldLogprobs: [-0.3, -0.4, -50.5, -0.6],
      referenceLogprobs: [-130.5, -140.5, -150.5, -160.5],
      values: [0.3, 0.4, 0.5, 0.6],
    });
  });

  it('has an empty sequence for an episode in which the policy wrote nothing', async () => {
    const found = await trainedSequences([group], scoring({ needs: ['reference'], trainOn: 'response' }));
    assert.deepEqual(found.get(silent), { tokens: [], weights: [], oldLogprobs: [], referenceLogprobs: [] });
  });
});
