import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { isTransient, LastingSearchError } from '../../core/retry.ts';
import type { SearchBackend } from '../search-backend.ts';

/** Settings of `breakerBackend`. */
export interface BreakerOptions {
  /** Failures in a row, of those that another search may mend, after which nothing is asked for a while; from 1. */
  readonly failures: number;
  /** The while; after it a single search is let through, and its success lets all through again. */
  readonly restMs: number;
}

/**
 * Leaves a backend alone that keeps failing: its searches then fail at once instead of piling up. Changes no result,
 * so it has the id of `inner`. Its searches throw `search`, lasting, while nothing is asked.
 */
export function breakerBackend(inner: SearchBackend, { failures, restMs }: BreakerOptions): SearchBackend {
  const breaker = circuitBreaker(handleWhen(isTransient), {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: restMs,
  });
  return {
    id: inner.id,
    async search(request) {
      try {
        return await breaker.execute(() => inner.search(request));
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw new LastingSearchError(
          `${inner.id} failed ${failures} times in a row and is left alone for ${restMs / 1000} s; see whether it runs, then resume`,
          { cause: error },
        );
      }
    },
  };
}
