import { deadlineIn } from '../../core/deadline.ts';
import { requireRetrySettings, RetriesSpent, retry, type RetryOptions } from '../../core/retry.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SearchBackend } from '../search-backend.ts';

/** Settings of `retryBackend`. */
export interface SearchRetryOptions {
  /** Searches made for one request at most, from 1. */
  readonly attempts: number;
  /** Pause before the second attempt; it doubles before each one after that. */
  readonly backoffMs: number;
  /** Milliseconds of a search with its attempts and pauses; no pause that would outlast them is begun. Default: no limit. */
  readonly deadlineMs?: number;
  /** Default: a timer. */
  readonly sleep?: RetryOptions['sleep'];
}

/**
 * Searches again after a failed search, after the pause that it asks for where that is longer. Attempt k from 1 draws from `random.fork('attempt', k)`, so that a seeded
 * simulator writes something else; attempt 0 is the request itself. What is not transient (`isTransient`) is not tried again.
 * Put it inside the wrappers that draw for a search, such as a curriculum, or each attempt draws another label.
 *
 * DEVIATION(bounded-retry): the published simulator call is repeated without end or pause, so that a dead server
 * hangs the run (`generation.py:35-65 @2d4cdca`).
 * @throws TwinZeroError `configuration` for settings that cannot be followed; its searches throw `search` after the
 * last attempt.
 */
export function retryBackend(inner: SearchBackend, options: SearchRetryOptions): SearchBackend {
  const { attempts, deadlineMs, ...pauses } = options;
  requireRetrySettings(options);
  return {
    id: `retry(${inner.id},${attempts})`,
    async search(request) {
      const attempted = (attempt: number): typeof request =>
        attempt === 0 ? request : { ...request, random: request.random.fork('attempt', attempt) };
      const deadline =
        deadlineMs === undefined ? {} : { deadline: deadlineIn(deadlineMs, () => performance.now()) };
      const trying = retry((attempt) => inner.search(attempted(attempt)), {
        attempts,
        ...pauses,
        ...deadline,
      });
      return trying.catch((cause: unknown) => {
        if (!(cause instanceof RetriesSpent)) throw cause;
        const { pauseMs, message } = cause;
        const tried = pauseMs === null ? `each of ${attempts}` : `${cause.attempts} of ${attempts}`;
        const next =
          pauseMs === null
            ? ''
            : `; the next needs a pause of ${Math.round(pauseMs / 1000)} s, more than there is`;
        throw new TwinZeroError(
          'search',
          `search "${request.query}" failed in ${tried} attempts, the last time because: ${message}${next}`,
          { cause },
        );
      });
    },
  };
}
