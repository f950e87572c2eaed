import type { Advantage } from '../algorithm/advantage.ts';
import type { Datum } from '../engine/engine.ts';
import { layOverTokens } from './lay-over-tokens.ts';
import type { TrainedSequence } from './trained-sequence.ts';

/** An episode's sequence as the policy learns from it: its advantage at every trained token, 0 at all others. */
export function episodeDatum({ tokens, weights, oldLogprobs }: TrainedSequence, advantage: Advantage): Datum {
  return { tokens, weights, oldLogprobs, advantages: layOverTokens(weights, advantage) };
}
