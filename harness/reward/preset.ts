import { TwinZeroError } from '../core/twin-zero-error.ts';
import { presetCorrected } from './preset-corrected.ts';
import { presetEmbedded } from './preset-embedded.ts';
import { presetHead } from './preset-head.ts';
import { presetNoRetry } from './preset-no-retry.ts';
import { presetPaper } from './preset-paper.ts';
import { presetThreeReward } from './preset-three-reward.ts';
import type { RewardName } from './reward-name.ts';
import type { RewardPreset } from './reward-preset.ts';
import type { RewardValue, Scorable } from './reward.ts';

export type { RewardName } from './reward-name.ts';
export type { RewardPreset } from './reward-preset.ts';

/** Every preset. */
export const rewardPresets: readonly RewardPreset[] = [
  presetPaper,
  presetHead,
  presetThreeReward,
  presetNoRetry,
  presetEmbedded,
  presetCorrected,
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

/**
 * All six rewards of an episode and their weighted sum in the preset's order; the total is null when a part with
 * a weight is missing.
 */
export function scoreEpisode(
  preset: RewardPreset,
  episode: Scorable,
): { parts: Record<RewardName, RewardValue>; total: number | null } {
  const scored = preset.parts.map(({ name, weight, reward }) => ({ name, weight, result: reward(episode) }));
  const parts = Object.fromEntries(scored.map(({ name, result }) => [name, result])) as Record<
    RewardName,
    RewardValue
  >;
  let total: number | null = 0;
  for (const { weight, result } of scored) {
    if (weight === 0 || total === null) continue;
    total = 'missing' in result ? null : total + weight * result.value;
  }
  return { parts, total };
}
