import { TwinZeroError } from './twin-zero-error.ts';

/** Milliseconds of a clock that never goes back. */
export type MonotonicClock = () => number;

/** A time by which something has to be done. */
export interface Deadline {
  /** Milliseconds it gave at its start. */
  readonly ms: number;
  /** Milliseconds left, in whole numbers from 0. */
  left(): number;
}

/** A deadline `ms` milliseconds from now. */
export function deadlineIn(ms: number, now: MonotonicClock): Deadline {
  const end = now() + ms;
  return { ms, left: () => Math.max(0, Math.ceil(end - now())) };
}

/** The longest wait a timer of Node.js keeps, some 24 days; it takes a longer one for 1 ms. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** Refuses a time limit that no timer can keep: @throws TwinZeroError `configuration`. */
export function requireMilliseconds(name: string, ms: number): void {
  if (!Number.isInteger(ms) || ms < 1 || ms > longestTimerMs)
    throw new TwinZeroError(
      'configuration',
      `${name} is ${ms}; it is an integer number of milliseconds from 1 to ${longestTimerMs}`,
    );
}
