import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { AdamParams, Datum } from '../engine.ts';
import type { SupervisedStepsOptions } from './embedded-engine.ts';

/**
 * Pairs each batch with its optimiser settings.
 * @throws TwinZeroError `engine` when their numbers differ or a batch weighs no token.
 */
export function requireSupervisedBatches(
  batches: readonly (readonly Datum[])[],
  { adam }: SupervisedStepsOptions,
): readonly { readonly batch: readonly Datum[]; readonly adam: AdamParams }[] {
  if (batches.length !== adam.length)
    throw new TwinZeroError(
      'engine',
      `${batches.length} batches came with ${adam.length} optimiser settings; give one per batch`,
    );
  return batches.map((batch, index) => {
    if (!batch.some(({ weights }) => weights.some((weight) => weight !== 0)))
      throw new TwinZeroError(
        'engine',
        `batch ${index} of the supervised steps weighs no token; leave it out`,
      );
    return { batch, adam: adam[index] as AdamParams };
  });
}
