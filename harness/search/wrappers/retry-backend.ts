import { requireRetrySettings, RetriesSpent, retry, type RetryOptions } from '../../core/retry.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SearchBackend } from '../search-backend.ts';

/** Settings of `retryBackend`. */
export interface SearchRetryOptions {
  /** Searches made for one request at most, from 1. */
  readonly attempts: number;
  /** Pause before the second attempt; it doubles before each one after that. */
  readonly backoffMs: number;
  /** Default: a timer. */
  readonly sleep?: RetryOptions['sleep'];
}

/**
 * Searches again after a failed search. Attempt k from 1 draws from `random.fork('attempt', k)`, so that a seeded
 * simulator writes something else; attempt 0 is the request itself. What is not transient (`isTransient`) is not tried again.
 * Put it inside the wrappers that draw for a search, such as a curriculum, or each attempt draws another label.
 *
 * DEVIATION(bounded-retry): the published simulator call is repeated without end or pause, so that a dead server
 * hangs the run (`generation.py:35-65 @2d4cdca`).
 * @throws TwinZeroError `configuration` for settings that cannot be followed; its searches throw `search` after the
 * last attempt.
 */
export function retryBackend(inner: SearchBackend, options: SearchRetryOptions): SearchBackend {
  const { attempts } = options;
  requireRetrySettings(options);
  return {
    id: `retry(${inner.id},${attempts})`,
    async search(request) {
      const attempted = (attempt: number): typeof request =>
        attempt === 0 ? request : { ...request, random: request.random.fork('attempt', attempt) };
      return retry((attempt) => inner.search(attempted(attempt)), options).catch((cause: unknown) => {
        if (!(cause instanceof RetriesSpent)) throw cause;
        throw new TwinZeroError(
          'search',
          `search "${request.query}" failed in each of ${attempts} attempts, the last time because: ${cause.message}`,
          { cause },
        );
      });
    },
  };
}
