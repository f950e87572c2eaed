import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Turn } from '../core/episode.ts';
import { policyMask } from './policy-mask.ts';

const token = fc.nat(50);
const prompt = fc
  .array(token, { minLength: 1, maxLength: 5 })
  .map((tokens): Turn => ({ role: 'prompt', text: '', tokens }));
const observation = fc
  .array(token, { maxLength: 5 })
  .map((tokens): Turn => ({ role: 'observation', text: '', tokens }));
const policy = fc
  .array(fc.tuple(token, fc.double({ min: -9, max: 0, noNaN: true })), { maxLength: 5 })
  .map((pairs): Turn => {
    const logprobs = pairs.map(([, logprob]) => logprob);
    return { role: 'policy', text: '', tokens: pairs.map(([id]) => id), logprobs };
  });
const turns = fc
  .tuple(prompt, fc.array(fc.oneof(policy, observation), { maxLength: 6 }))
  .map(([first, rest]) => [first, ...rest]);

describe('policyMask', () => {
  it('marks the predictions of policy tokens and ends with the last one', () => {
    const mask = policyMask({
      id: 'e',
      turns: [
        { role: 'prompt', text: '', tokens: [1, 2] },
        { role: 'policy', text: '', tokens: [3, 4], logprobs: [-0.3, -0.4] },
        { role: 'observation', text: '', tokens: [5] },
        { role: 'policy', text: '', tokens: [6], logprobs: [-0.6] },
        { role: 'observation', text: '', tokens: [7, 8] },
      ],
    });
    assert.deepEqual(mask, {
      tokens: [1, 2, 3, 4, 5, 6],
      weights: [0, 1, 1, 0, 1],
      oldLogprobs: [0, -0.3, -0.4, 0, -0.6],
    });
  });

  it('marks exactly the tokens of policy turns, each with its log-probability', () => {
    fc.assert(
      fc.property(turns, (played) => {
        const { tokens, weights, oldLogprobs } = policyMask({ id: 'e', turns: played });
        assert.equal(weights.length, Math.max(0, tokens.length - 1));
        assert.equal(oldLogprobs.length, weights.length);
        const own = played.filter(({ role }) => role === 'policy');
        assert.deepEqual(
          tokens.slice(1).filter((_, i) => weights[i] === 1),
          own.flatMap((turn) => turn.tokens),
        );
        assert.deepEqual(
          oldLogprobs.filter((_, i) => weights[i] === 1),
          own.flatMap((turn) => turn.logprobs ?? []),
        );
        assert.ok(weights.every((weight, i) => weight === 1 || (weight === 0 && oldLogprobs[i] === 0)));
        const sequence = played.flatMap((turn) => turn.tokens);
        assert.deepEqual(tokens, sequence.slice(0, tokens.length));
        assert.ok(tokens.length === 0 || weights.at(-1) === 1);
      }),
    );
  });

  it('gives nothing for an episode that failed before the policy wrote', () => {
    const mask = policyMask({ id: 'e', turns: [{ role: 'prompt', text: '', tokens: [1, 2] }] });
    assert.deepEqual(mask, { tokens: [], weights: [], oldLogprobs: [] });
  });

  it('refuses a policy turn without a log-probability for each token', () => {
    const turn: Turn = { role: 'policy', text: '', tokens: [3, 4], logprobs: [-0.3] };
    assert.throws(() => policyMask({ id: '1/q/0', turns: [turn] }), {
      kind: 'internal',
      message: /1\/q\/0 has 2 tokens but 1/,
    });
  });
});
