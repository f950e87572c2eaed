import { setTimeout } from 'node:timers/promises';
import type { MonotonicClock } from '../../core/deadline.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SearchBackend } from '../search-backend.ts';

/** Settings of `limitedBackend`. */
export interface LimitOptions {
  /** Searches begun in a second at most, above 0, e.g. 0.5 for one in two seconds. */
  readonly perSecond: number;
  /** Default: this process's. */
  readonly now?: MonotonicClock | undefined;
  /** Default: a timer. */
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined;
}

/**
 * Begins searches in the order in which they come, no two closer together than the rate allows. Changes no result, so
 * it has the id of `inner`.
 * @throws TwinZeroError `configuration` for a rate that is not above 0.
 */
export function limitedBackend(inner: SearchBackend, options: LimitOptions): SearchBackend {
  const { perSecond, now = () => performance.now(), sleep = setTimeout } = options;
  if (!(perSecond > 0 && perSecond < Infinity))
    throw new TwinZeroError(
      'configuration',
      `the rate of a search is ${perSecond} in a second; it is a number above 0`,
    );
  let free = -Infinity;
  return {
    id: inner.id,
    async search(request) {
      const start = Math.max(now(), free);
      free = start + 1000 / perSecond;
      const waitMs = start - now();
      if (waitMs > 0) await sleep(waitMs);
      return inner.search(request);
    },
  };
}
