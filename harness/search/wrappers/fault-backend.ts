import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { requireRate, type SearchBackend } from '../search-backend.ts';

/** Settings of `faultBackend`. */
export interface FaultOptions {
  /** Probability that a search fails, 0 to 1. */
  readonly rate: number;
}

/**
 * Fails with probability `rate`, drawn from the request's generator, as a backend over a network would.
 * @throws TwinZeroError `configuration` for a rate outside [0, 1]; its searches throw `search`.
 */
export function faultBackend(inner: SearchBackend, { rate }: FaultOptions): SearchBackend {
  requireRate('the fault rate of a search', rate);
  return {
    id: `fault(${inner.id},${rate})`,
    async search(request) {
      if (request.random.fork('fault').uniform() < rate)
        throw new TwinZeroError('search', `injected fault of ${inner.id} for the query "${request.query}"`);
      return inner.search(request);
    },
  };
}
