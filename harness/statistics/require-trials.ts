import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Proportion } from './proportion.ts';

/** Refuses what is not a proportion. @throws TwinZeroError `internal` unless 0 <= correct <= n, n >= 1, both whole. */
export function requireTrials({ correct, n }: Proportion): void {
  const whole = Number.isInteger(correct) && Number.isInteger(n);
  if (!whole || n < 1 || correct < 0 || correct > n)
    throw new TwinZeroError('internal', `${correct} of ${n} is not a proportion`);
}
