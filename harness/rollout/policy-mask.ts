import type { Episode } from '../core/episode.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Datum } from '../engine/index.ts';

/** The part of a training datum that an episode alone determines. */
export type PolicyMask = Required<Pick<Datum, 'tokens' | 'weights' | 'oldLogprobs'>>;

/**
 * An episode as a training sequence: weight 1 exactly where the predicted token belongs to a `policy` turn, by the
 * turn's role and nothing else, with its log-probability at sampling time (0 elsewhere). Stop tokens that were
 * sampled are trained on; ReZero leaves them out (`tokenizer_adapter.py:98-124 @20fb677`).
 * DEVIATION(train-stop-token): otherwise nothing teaches the policy to end its turn.
 *
 * The sequence ends with the last policy token: in a causal model what follows changes nothing. n tokens give
 * n - 1 weights; an episode without policy tokens gives empty arrays.
 * @throws TwinZeroError `internal` when a policy turn lacks a log-probability for each token.
 */
export function policyMask({ id, turns }: Pick<Episode, 'id' | 'turns'>): PolicyMask {
  const last = turns.findLastIndex(({ role, tokens }) => role === 'policy' && tokens.length > 0);
  const read = turns.slice(0, last + 1);
  const weights = read.flatMap(({ role, tokens }) => tokens.map(() => (role === 'policy' ? 1 : 0)));
  const oldLogprobs = read.flatMap(({ role, tokens, logprobs = [] }) => {
    if (role !== 'policy') return tokens.map(() => 0);
    if (logprobs.length === tokens.length) return logprobs;
    throw new TwinZeroError(
      'internal',
      `a policy turn of episode ${id} has ${tokens.length} tokens but ${logprobs.length} log-probabilities`,
    );
  });
  return {
    tokens: read.flatMap(({ tokens }) => tokens),
    weights: weights.slice(1),
    oldLogprobs: oldLogprobs.slice(1),
  };
}
