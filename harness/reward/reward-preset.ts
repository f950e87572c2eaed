import type { RewardName } from './reward-name.ts';
import type { Reward } from './reward.ts';

/** A published or own combination of rewards. */
export interface RewardPreset {
  readonly name: string;
  /** Which judge decides correctness when the episode is played. */
  readonly judge: 'match' | 'published' | 'strict';
  /** All six rewards in the order of `rewardNames`; weight 0 for one that is only measured. */
  readonly parts: readonly { readonly name: RewardName; readonly weight: number; readonly reward: Reward }[];
  /** Each deliberate difference from the paper's run, `id: sentence`. */
  readonly deviations: readonly string[];
}

/** Weight of each reward; 0 measures without paying. */
export type RewardWeights = Readonly<Record<RewardName, number>>;
