import type { Group } from '../core/group.ts';

/** What is known of an episode's trained tokens, each array with one number per trained token, in order. */
export interface TrainedTokens {
  /** Log-probabilities under the policy that sampled. */
  readonly oldLogprobs: readonly number[];
  /** Log-probabilities under the frozen reference policy. */
  readonly referenceLogprobs?: readonly number[];
  /** The critic's value of the state in which the token was chosen. */
  readonly values?: readonly number[];
}

/** A group with what its episodes earned. */
export interface RewardedGroup {
  readonly group: Group;
  /** Total reward per episode, in the order of the group; null for an episode that failed or could not be judged. */
  readonly rewards: readonly (number | null)[];
  /** Per episode, null where the reward is; there for an algorithm that needs anything. */
  readonly tokens?: readonly (TrainedTokens | null)[];
}
