import type { RewardName } from './reward-name.ts';
import type { Reward } from './reward.ts';

/** One reward in a preset. */
export interface RewardPart {
  /** Column of metrics.csv and key of an episode's rewards; unique in its preset. */
  readonly name: string;
  /** 0 measures without paying. */
  readonly weight: number;
  readonly reward: Reward;
}

/** A published or own combination of rewards. */
export interface RewardPreset {
  readonly name: string;
  /** Which judge decides correctness when the episode is played. */
  readonly judge: 'match' | 'published' | 'strict';
  /** All rewards of the paper in its own order, paid or not: arms of one paper have the same columns. */
  readonly parts: readonly RewardPart[];
  /** Each deliberate difference from the paper's run, `id: sentence`. */
  readonly deviations: readonly string[];
}

/** Weight of each of ReZero's rewards; 0 measures without paying. */
export type RewardWeights = Readonly<Record<RewardName, number>>;
