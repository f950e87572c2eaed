import { TwinZeroError } from '../core/twin-zero-error.ts';

/**
 * Stops a run whose arithmetic overflowed: what would follow is no policy.
 * @throws TwinZeroError `engine` for NaN and infinities, naming the figure.
 */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value))
    throw new TwinZeroError(
      'engine',
      `training diverged: the ${name} is ${value}; lower the learning rate or clip the gradient, and start the run anew`,
    );
}
