import type { TrainedTokens } from '../algorithm/rewarded-group.ts';
import type { PolicyMask } from '../rollout/policy-mask.ts';

/** What training knows of an episode's tokens; n tokens have n - 1 of everything else, as in a `Datum`. */
export interface TrainedSequence extends PolicyMask {
  /** Log-probabilities under the frozen reference. */
  readonly referenceLogprobs?: readonly number[];
  /** The critic's values of the states in which the tokens are predicted. */
  readonly values?: readonly number[];
}

/** The part of a sequence that is trained on, one after the other: what algorithms see. */
export function trainedTokens(sequence: TrainedSequence): TrainedTokens {
  const { weights, oldLogprobs, referenceLogprobs, values } = sequence;
  const trained = (all: readonly number[]): number[] => all.filter((_, i) => weights[i] !== 0);
  return {
    oldLogprobs: trained(oldLogprobs),
    ...(referenceLogprobs !== undefined && { referenceLogprobs: trained(referenceLogprobs) }),
    ...(values !== undefined && { values: trained(values) }),
  };
}
