import type { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Cut of a step's data into batches. */
export interface MinibatchOptions {
  /** Batches per pass, from 1; at most one per datum is made. */
  readonly minibatches: number;
  /** Keyed by what is trained and the step; forked here by the pass. */
  readonly random: Random;
}

/** The data of pass `epoch` in equal shares, in an order of its own; one share is the data as they are. */
export function minibatches<T>(
  data: readonly T[],
  options: MinibatchOptions,
  epoch: number,
): (readonly T[])[] {
  const parts = Math.min(options.minibatches, data.length);
  if (parts === 1) return [data];
  const shuffled = options.random.fork('minibatch', epoch).shuffle(data);
  const bound = (part: number): number => Math.floor((part * data.length) / parts);
  return Array.from({ length: parts }, (_, part) => shuffled.slice(bound(part), bound(part + 1)));
}

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
