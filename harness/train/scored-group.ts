import type { RewardedGroup } from '../algorithm/rewarded-group.ts';
import type { Episode } from '../core/episode.ts';
import type { Verdict } from '../core/verdict.ts';

/** An episode with what the judge and the rewards made of it. */
export interface ScoredEpisode {
  readonly episode: Episode;
  /** Null for a failed episode. */
  readonly verdict: Verdict | null;
  /** The judge's verdict as a score; null for a failed episode and where the judge failed. */
  readonly correct: boolean | null;
  /** Unweighted value of each part of the preset; null throughout for a failed episode. */
  readonly parts: Readonly<Record<string, number | null>>;
  /** Weighted total; null when the episode or its judge failed. */
  readonly reward: number | null;
}

/** A group whose episodes are scored; `rewards` repeats their totals in order. */
export interface ScoredGroup extends RewardedGroup {
  readonly scored: readonly ScoredEpisode[];
}
