import { TwinZeroError } from '../core/twin-zero-error.ts';
import { presetCorrected } from './preset-corrected.ts';
import { presetEmbedded } from './preset-embedded.ts';
import { presetHead } from './preset-head.ts';
import { presetNoRetry } from './preset-no-retry.ts';
import { presetPaper } from './preset-paper.ts';
import { presetThreeReward } from './preset-three-reward.ts';
import { presetZerosearchEm } from './preset-zerosearch-em.ts';
import { presetZerosearchF1Authors } from './preset-zerosearch-f1-authors.ts';
import { presetZerosearchF1BeijingDefault } from './preset-zerosearch-f1-beijing-default.ts';
import { presetZerosearchF1EmIsSubstring } from './preset-zerosearch-f1-em-is-substring.ts';
import { presetZerosearchF1Only4 } from './preset-zerosearch-f1-only4.ts';
import { presetZerosearchF1Retry } from './preset-zerosearch-f1-retry.ts';
import { presetZerosearchF1 } from './preset-zerosearch-f1.ts';
import { presetZerosearchSubEm } from './preset-zerosearch-sub-em.ts';
import type { RewardPreset } from './reward-preset.ts';
import type { RewardValue, Scorable } from './reward.ts';

export type { RewardName } from './reward-name.ts';
export type { RewardPreset } from './reward-preset.ts';

/** Every preset: ReZero's, then ZeroSearch's. */
export const rewardPresets: readonly RewardPreset[] = [
  presetPaper,
  presetHead,
  presetThreeReward,
  presetNoRetry,
  presetEmbedded,
  presetCorrected,
  presetZerosearchF1,
  presetZerosearchEm,
  presetZerosearchSubEm,
  presetZerosearchF1Retry,
  presetZerosearchF1Only4,
  presetZerosearchF1Authors,
  presetZerosearchF1EmIsSubstring,
  presetZerosearchF1BeijingDefault,
];

/**
 * Looks a preset up by name.
 * @throws TwinZeroError `configuration` for an unknown name, listing the known ones.
 */
export function rewardPreset(name: string): RewardPreset {
  const preset = rewardPresets.find((candidate) => candidate.name === name);
  if (preset !== undefined) return preset;
  const known = rewardPresets.map((candidate) => candidate.name).join(', ');
  throw new TwinZeroError('configuration', `there is no reward preset "${name}"; choose one of ${known}`);
}

/** The rewards of an episode under a preset. */
export interface EpisodeScore {
  /** Every part by name, in the preset's order. */
  readonly parts: Readonly<Record<string, RewardValue>>;
  /** Weighted sum in that order; null when a part with a weight is missing. */
  readonly total: number | null;
}

/** Scores an episode with every part of a preset, paid or not. */
export function scoreEpisode(preset: RewardPreset, episode: Scorable): EpisodeScore {
  const scored = preset.parts.map(({ name, weight, reward }) => ({ name, weight, result: reward(episode) }));
  const parts = Object.fromEntries(scored.map(({ name, result }) => [name, result]));
  let total: number | null = 0;
  for (const { weight, result } of scored) {
    if (weight === 0 || total === null) continue;
    total = 'missing' in result ? null : total + weight * result.value;
  }
  return { parts, total };
}
