import type { Turn } from '../core/turn.ts';
import type { SampleResult } from '../engine/engine.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import type { Protocol } from './protocol.ts';
import { tokensKept } from './tokens-kept.ts';

/** A policy turn and the part of its text that the protocol reads. */
export interface PolicyTurn {
  readonly turn: Turn;
  readonly kept: string;
}

/**
 * Makes a turn of what was sampled. Nothing is added: a generation that ended without the stop token stays without
 * it, since the policy must not be trained on a token it did not choose. What the protocol cuts leaves the turn
 * with its tokens and log-probabilities; where observations continue the policy's message the stop token
 * goes as well.
 */
export function policyTurn(sampled: SampleResult, protocol: Protocol, codec: TextCodec): PolicyTurn {
  const stopped = sampled.tokens.at(-1) === codec.stopToken;
  const words = stopped ? sampled.tokens.slice(0, -1) : sampled.tokens;
  const text = codec.decode(words);
  const kept = protocol.keep(text);
  if (kept === text && (protocol.observationAs === 'message' || !stopped))
    return { turn: { role: 'policy', text, tokens: sampled.tokens, logprobs: sampled.logprobs }, kept };
  const count = kept === text ? words.length : tokensKept(words, kept, codec);
  const tokens = words.slice(0, count);
  return {
    turn: { role: 'policy', text: codec.decode(tokens), tokens, logprobs: sampled.logprobs.slice(0, count) },
    kept,
  };
}
