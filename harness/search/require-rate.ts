import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Refuses a probability outside [0, 1]: @throws TwinZeroError `configuration`. */
export function requireRate(name: string, rate: number): void {
  if (!(rate >= 0 && rate <= 1))
    throw new TwinZeroError('configuration', `${name} is ${rate}; it is a probability, from 0 to 1`);
}
