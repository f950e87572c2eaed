import type { Advantage } from './advantage.ts';
import type { PolicyLoss, PolicyLossSettings, PolicyObjective } from './policy-loss.ts';
import type { RewardedGroup } from './rewarded-group.ts';

/** Turns the rewards of groups into advantages and says which loss they feed; pure. */
export interface Algorithm {
  /** E.g. `grpo`. */
  readonly id: string;
  /**
   * What must be scored for every trained token before advantages can be had: log-probabilities under the
   * reference policy, values of a critic. When it names any, every group comes with `tokens`.
   */
  readonly needs: readonly ('reference' | 'values')[];
  /** One advantage per episode of each group; null where the episode takes no part in the update. */
  advantages(groups: readonly RewardedGroup[]): (Advantage | null)[][];
  /** What the critic should have said, per trained token; null as for advantages. Only an algorithm that needs values has it. */
  returns?(groups: readonly RewardedGroup[]): (readonly number[] | null)[][];
  loss(objective: PolicyObjective, settings: PolicyLossSettings): PolicyLoss;
}
