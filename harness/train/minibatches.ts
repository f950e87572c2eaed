import type { Random } from '../core/random.ts';

/** How a step's data are cut. */
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
