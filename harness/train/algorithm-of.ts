import { algorithmNamed } from '../algorithm/algorithm-named.ts';
import type { Algorithm } from '../algorithm/algorithm.ts';
import type { TrainConfig } from './train-config.ts';

/**
 * The algorithm of a configuration: GRPO unless it names one.
 * @throws TwinZeroError `configuration` for a setting the algorithm would ignore.
 */
export function algorithmOf({
  algorithm,
  advantageScale,
}: Pick<TrainConfig, 'algorithm' | 'advantageScale'>): Algorithm {
  return algorithmNamed(algorithm ?? { name: 'grpo' }, advantageScale);
}
