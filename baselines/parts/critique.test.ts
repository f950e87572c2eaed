import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SampleResult } from '../../harness/engine/index.ts';
import { wordCodec } from '../../harness/rollout/testing/word-codec.ts';
import { critiqueOf } from './critique.ts';
import { reflectionOf } from './reflection.ts';

const codec = wordCodec('Passage Support relevant irrelevant full partial none it leaked'.split(' '));
const critique = critiqueOf(codec, 'instructions');
const weights = { relevanceWeight: 1, supportWeight: 1, utilityWeight: 0.5 };

/** Tokens said with the same probability each, and what competes with some of them. */
function said(
  text: string,
  probability: number,
  others: Record<string, Record<string, number>>,
): SampleResult {
  const tokens = codec.encode(text);
  const logprob = Math.log(probability);
  return {
    tokens,
    logprobs: tokens.map(() => logprob),
    stopReason: 'stop',
    topLogprobs: tokens.map((token) => [
      { token, logprob },
      ...Object.entries(others[codec.decode([token])] ?? {}).map(([other, p]) => ({
        token: codec.encode(other)[0] ?? -1,
        logprob: Math.log(p),
      })),
    ]),
  };
}

const segment = said('relevant\nit leaked\nSupport: partial\nUtility: 4', 0.4, {
  relevant: { irrelevant: 0.1 },
  partial: { full: 0.2, none: 0.2 },
  '4': { '1': 0.1 },
});

describe('a critique', () => {
  it('scores a segment by its probability and the shares of its judgements', () => {
    // 0.4; 0.4 / 0.5 = 0.8; (0.2 + 0.5 x 0.4) / 0.8 = 0.5; (0.5 x 0.4 - 0.1) / 0.5 = 0.2.
    const { score, unsupported } = critique.scoreOf(
      { said: segment, before: 'Passage: ', passage: true },
      weights,
    );
    assert.ok(Math.abs(score - (0.4 + 0.8 + 0.5 + 0.5 * 0.2)) < 1e-12, `${score}`);
    assert.equal(unsupported, false);
  });

  it('counts a judgement that is not given, or not asked for, as nothing', () => {
    const bare = said('relevant', 0.4, {});
    assert.equal(critique.scoreOf({ said: bare, before: ' ', passage: false }, weights).score, 0.4);
    assert.ok(
      Math.abs(
        critique.scoreOf({ said: said('it', 0.4, {}), before: ' ', passage: true }, weights).score - 0.4,
      ) < 1e-12,
    );
  });

  it('tells a segment that calls itself unsupported', () => {
    const none = said('relevant\nSupport: none', 0.6, { none: { full: 0.3 } });
    assert.equal(
      critique.scoreOf({ said: none, before: 'Passage: ', passage: true }, weights).unsupported,
      true,
    );
  });

  it('takes a word for a judgement only behind its label', () => {
    const reflection = reflectionOf(codec, { lead: 'Support:', choices: { full: ' full', none: ' none' } });
    assert.deepEqual(reflection.placesIn(said(' full none', 1, {}), 'it is'), []);
    assert.deepEqual(reflection.placesIn(said('full none', 1, {}), 'Support: '), [0]);
    assert.equal(reflection.lead, 'Support: ');
  });

  it('is refused for a tokenizer that has one first token for two choices', () => {
    const marks = { lead: '', choices: { full: ' found', partial: ' fault', none: ' wrong' } };
    assert.throws(() => reflectionOf(wordCodec(), marks), {
      kind: 'configuration',
      message: /does not tell found, fault, wrong apart by one token/u,
    });
  });
});
