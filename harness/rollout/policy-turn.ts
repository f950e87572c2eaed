import type { Turn } from '../core/episode.ts';
import type { SampleResult, TextCodec } from '../engine/index.ts';
import type { SayOptions } from './tape.ts';

/** A policy turn and the part of its text that counts. */
export interface PolicyTurn {
  readonly turn: Turn;
  readonly kept: string;
}

/** Settings of `policyTurn`. */
export interface PolicyTurnOptions {
  readonly keep: SayOptions['keep'];
  readonly open: boolean;
  readonly codec: TextCodec;
}

/**
 * Makes a turn of what was sampled. Nothing is added: a generation that ended without the stop token stays without
 * it, since the policy must not be trained on a token it did not choose. What `keep` cuts leaves the turn with its
 * tokens and log-probabilities; in an open message the stop token goes as well.
 */
export function policyTurn(
  sampled: SampleResult,
  { keep = (text) => text, open, codec }: PolicyTurnOptions,
): PolicyTurn {
  const stopped = sampled.tokens.at(-1) === codec.stopToken;
  const words = stopped ? sampled.tokens.slice(0, -1) : sampled.tokens;
  const text = codec.decode(words);
  const kept = keep(text);
  if (kept === text && (!open || !stopped))
    return { turn: turnOf(text, sampled.tokens, sampled.logprobs), kept };
  const count = kept === text ? words.length : tokensKept(words, kept, codec);
  const tokens = words.slice(0, count);
  return { turn: turnOf(codec.decode(tokens), tokens, sampled.logprobs.slice(0, count)), kept };
}

/** The turn, without log-probabilities where the engine tells none. */
function turnOf(text: string, tokens: readonly number[], logprobs: readonly number[]): Turn {
  return { role: 'policy', text, tokens, ...(logprobs.length === tokens.length && { logprobs }) };
}

/**
 * Number of `tokens` that must stay for their text to begin with `kept`: the fewest, so that the last one may carry a
 * few characters more (`>` and a newline in one token). `kept` is a beginning of the decoded `tokens`.
 */
export function tokensKept(tokens: readonly number[], kept: string, codec: TextCodec): number {
  if (kept === '') return 0;
  let tooFew = 0;
  let enough = tokens.length;
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    if (codec.decode(tokens.slice(0, middle)).startsWith(kept)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
