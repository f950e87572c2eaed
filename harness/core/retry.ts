import { TwinZeroError } from './twin-zero-error.ts';

/** How often and how patiently something is tried again. */
export interface RetryOptions {
  /** Tries altogether, from 1. */
  readonly attempts: number;
  /** Pause before the second try; it doubles before each one after that. */
  readonly backoffMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether trying again may mend this error. */
  readonly retryable: (error: unknown) => boolean;
}

/** Refuses settings that cannot be followed: @throws TwinZeroError `configuration`. */
export function requireRetrySettings({
  attempts,
  backoffMs,
}: Pick<RetryOptions, 'attempts' | 'backoffMs'>): void {
  if (!Number.isInteger(attempts) || attempts < 1)
    throw new TwinZeroError(
      'configuration',
      `the number of attempts is ${attempts}; it is an integer from 1`,
    );
  if (!(backoffMs >= 0 && backoffMs < Infinity))
    throw new TwinZeroError(
      'configuration',
      `backoffMs is ${backoffMs}; it is a number of milliseconds from 0`,
    );
}

/** Runs `task`, told the number of the attempt from 0, until it succeeds; after the last attempt its error is thrown as it is. */
export async function retry<T>(task: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts, backoffMs, sleep, retryable } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await task(attempt);
    } catch (error) {
      if (attempt + 1 >= attempts || !retryable(error)) throw error;
    }
    await sleep(backoffMs * 2 ** attempt);
  }
}
