import type { Episode } from '../core/episode.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Datum } from '../engine/engine.ts';

/**
 * An episode as a training sequence: every token of every turn; weight, advantage and sampling
 * log-probability at the policy's tokens, 0 at all others.
 *
 * DEVIATION(train-stop-token): the policy's stop token is trained on; ReZero masks it out
 * (tokenizer adapters, `tests/test_tokenizer_adapters.py @20fb677`), so that ending a turn is never learned.
 * @throws TwinZeroError `internal` for a policy turn without one log-probability per token.
 */
export function episodeDatum(episode: Episode, advantage: number): Datum {
  const scored = episode.turns.flatMap(({ role, tokens, logprobs }) => {
    if (role !== 'policy') return tokens.map((token) => ({ token, weight: 0, logprob: 0 }));
    if (logprobs?.length !== tokens.length)
      throw new TwinZeroError(
        'internal',
        `episode ${episode.id} has a policy turn without its log-probabilities`,
      );
    return tokens.map((token, i) => ({ token, weight: 1, logprob: logprobs[i] ?? 0 }));
  });
  const predicted = scored.slice(1);
  return {
    tokens: scored.map(({ token }) => token),
    weights: predicted.map(({ weight }) => weight),
    advantages: predicted.map(({ weight }) => weight * advantage),
    oldLogprobs: predicted.map(({ logprob }) => logprob),
  };
}
