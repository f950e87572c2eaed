import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/**
 * A quantity of a training step, passed on where it is finite.
 * @throws TwinZeroError `engine` when it is not: a step along such a gradient would leave no policy.
 */
export function requireFinite(name: 'loss' | 'gradient norm', value: number): number {
  if (Number.isFinite(value)) return value;
  throw new TwinZeroError(
    'engine',
    `training diverged: the ${name} is ${value}; lower the learning rate or clip the gradient, and start anew`,
  );
}
