import type { Wording } from '../../harness/baseline/index.ts';
import type { Outcome } from '../../harness/core/episode.ts';
import type { Tape } from '../../harness/rollout/index.ts';
import { tagAnswer } from './answer-tag.ts';

/**
 * The end of a scripted episode for a policy that reads instructions: the answer tag is opened for it, as in the other
 * prompted baselines; left to itself it goes on as the script began, with another search. A policy that was taught the
 * protocol has one turn of its own, the default.
 */
export function lastAnswer(
  wording: Wording,
  maxTokens: number,
): { readonly last?: (tape: Tape) => Promise<Outcome> } {
  return wording === 'compact' ? {} : { last: (tape) => tagAnswer(tape, maxTokens) };
}
