import type { RewardPreset } from './reward-preset.ts';

/** The weight of each reward that a preset pays, in its order; what it only measures is left out. */
export function paidWeights({ parts }: RewardPreset): Record<string, number> {
  const weights = parts.map(({ name, weight }) => [name, weight] as const);
  return Object.fromEntries(weights.filter(([, weight]) => weight !== 0));
}
