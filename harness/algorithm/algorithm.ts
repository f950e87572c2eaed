import { z } from 'zod';
import type { Group } from '../core/group.ts';

/**
 * Lead of an episode over what was expected of it: one number for all its trained tokens, or one per trained token in
 * order.
 */
export type Advantage = number | readonly number[];

/** Objective of an update; `ppo` alone bounds how far it moves from the policy that sampled. */
export type PolicyObjective =
  | { readonly kind: 'importance_sampling' }
  | {
      readonly kind: 'ppo';
      readonly clipLow: number;
      readonly clipHigh: number;
      /** Ratio above 1 beyond which a token of negative advantage teaches nothing more; absent for none. */
      readonly dualClip?: number;
    };

/** Settings that every policy loss has besides its objective. */
export interface PolicyLossSettings {
  /** As the engine defines it: over weighted tokens, or the mean over sequences of each sequence's mean. */
  readonly reduction: 'token-sum' | 'token-mean' | 'sequence-mean';
  /** Temperature the episodes were sampled at, above 0. */
  readonly temperature: number;
  /** Coefficient of the k3 KL to the reference, from 0. */
  readonly klCoefficient: number;
  /** Factor of each token's KL, as the engine defines it; absent for none. */
  readonly klCorrection?: 'none' | 'importance-ratio';
  /** Coefficient of the entropy taken from the loss, reduced as the rest; absent or 0 for none. */
  readonly entropyCoefficient?: number;
}

/**
 * The loss an algorithm asks for: an engine's `Loss` without cross-entropy, stated here because
 * algorithms depend on nothing but core.
 */
export type PolicyLoss = PolicyObjective & PolicyLossSettings;

/** Scores of an episode's trained tokens, each array with one number per trained token, in order. */
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

/** Turns the rewards of groups into advantages and says which loss they feed; pure. */
export interface Algorithm {
  /** E.g. `grpo`. */
  readonly id: string;
  /**
   * Scores of every trained token that must be had before advantages: log-probabilities under the reference policy,
   * values of a critic. When it names any, every group comes with `tokens`.
   */
  readonly needs: readonly ('reference' | 'values')[];
  /** One advantage per episode of each group; null where the episode takes no part in the update. */
  advantages(groups: readonly RewardedGroup[]): (Advantage | null)[][];
  /**
   * Targets of the critic, one per trained token; null as for advantages. Only an algorithm that needs values has them.
   */
  returns?(groups: readonly RewardedGroup[]): (readonly number[] | null)[][];
  loss(objective: PolicyObjective, settings: PolicyLossSettings): PolicyLoss;
}

/** Setting `klInReward`: coefficient of the log-ratio to the reference that each token pays out of its reward; absent: 0. */
export const klInRewardSetting = z.number().exactOptional();
