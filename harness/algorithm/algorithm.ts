import type { PolicyLoss, PolicyLossSettings, PolicyObjective } from './policy-loss.ts';
import type { RewardedGroup } from './rewarded-group.ts';

/** Turns the rewards of groups into advantages and says which loss they feed; pure. */
export interface Algorithm {
  /** E.g. `grpo`. */
  readonly id: string;
  /** One advantage per episode of each group; null where the episode takes no part in the update. */
  advantages(groups: readonly RewardedGroup[]): (number | null)[][];
  loss(objective: PolicyObjective, settings: PolicyLossSettings): PolicyLoss;
}
