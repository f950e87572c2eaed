import type { Group } from '../core/group.ts';

/** A group with what its episodes earned. */
export interface RewardedGroup {
  readonly group: Group;
  /** Total reward per episode, in the order of the group; null for an episode that failed or could not be judged. */
  readonly rewards: readonly (number | null)[];
}
