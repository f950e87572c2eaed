import type { RunConfig } from '../run/index.ts';
import type { Reproduction } from './reproduction.ts';

/**
 * A reproduction whose runs ask the questions of another data set. The extended set belongs to the data set it was made
 * with and is not played; claims that rest on it have nothing to judge.
 * @param name null keeps the data set, whose corpus is then another one.
 */
export function overDataset(reproduction: Reproduction, name: string | null): Reproduction {
  const over = (config: RunConfig): RunConfig => {
    const { evaluation, ...rest } = config;
    const { extended: _, ...samples } = evaluation ?? { samples: 0 };
    return { ...rest, ...(evaluation && { evaluation: samples }), dataset: name ?? config.dataset };
  };
  return {
    ...reproduction,
    base: (scale) => over(reproduction.base(scale)),
    // An arm may change what is asked, too.
    arms: reproduction.arms.map((arm) => ({ ...arm, change: (base) => over(arm.change(base)) })),
  };
}
