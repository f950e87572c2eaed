import type { CriticStats } from '../run/index.ts';
import type { AdamParams, Critic, ValueDatum } from '../engine/index.ts';
import { mean } from '../statistics/interval.ts';
import { minibatches, type MinibatchOptions, requireFinite } from './minibatches.ts';

/** Settings of `updateCritic`. */
export interface CriticUpdateOptions extends MinibatchOptions {
  readonly adam: AdamParams;
  /** Largest move of a value from the one that advantages were computed with; its loss is clipped beyond. */
  readonly clip: number;
}

/**
 * Teaches the critic the returns of one step, in one pass; null when there are no data.
 * @throws TwinZeroError `engine` when loss or gradient overflow.
 */
export async function updateCritic(
  critic: Critic,
  data: readonly ValueDatum[],
  options: CriticUpdateOptions,
): Promise<CriticStats | null> {
  if (data.length === 0) return null;
  const updates: CriticStats[] = [];
  for (const batch of minibatches(data, options, 0)) {
    const { loss, clipFraction } = await critic.forwardBackward(batch, { clip: options.clip });
    requireFinite('value loss', loss);
    const { gradNorm } = await critic.optimStep(options.adam);
    requireFinite('gradient norm of the critic', gradNorm);
    updates.push({ loss, clipFraction, gradNorm });
  }
  const over = (read: (update: CriticStats) => number): number => mean(updates.map(read)) ?? Number.NaN;
  return {
    loss: over(({ loss }) => loss),
    clipFraction: over(({ clipFraction }) => clipFraction),
    gradNorm: over(({ gradNorm }) => gradNorm),
  };
}
