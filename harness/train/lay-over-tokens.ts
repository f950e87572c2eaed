import { TwinZeroError } from '../core/twin-zero-error.ts';

/**
 * One number per predicted token: `value` where the weight says that the token is trained on, times the weight, and 0
 * elsewhere; an array gives its numbers to the trained tokens in order.
 *
 * Weights 0, 1, 0, 1 and values 5, 7 give 0, 5, 0, 7.
 * @throws TwinZeroError `internal` when an array has not one number per trained token.
 */
export function layOverTokens(weights: readonly number[], value: number | readonly number[]): number[] {
  if (typeof value === 'number') return weights.map((weight) => weight * value);
  const trained = weights.filter((weight) => weight !== 0).length;
  if (trained !== value.length)
    throw new TwinZeroError('internal', `${value.length} numbers for ${trained} trained tokens`);
  let next = 0;
  return weights.map((weight) => (weight === 0 ? 0 : weight * (value[next++] ?? Number.NaN)));
}
