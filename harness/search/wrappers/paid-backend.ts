import type { SearchBackend } from '../search-backend.ts';
import type { SpendingLedger } from './spending-ledger.ts';

/** Price of a search, and the ledger that pays for it. */
export interface Payment {
  readonly ledger: SpendingLedger;
  /** US dollars of one search. */
  readonly usd: number;
}

/**
 * Pays for each search before it is made. Changes no result, so it has the id of `inner`.
 * Its searches throw `budget` instead of costing more than the ledger allows.
 */
export function paidBackend(inner: SearchBackend, { ledger, usd }: Payment): SearchBackend {
  return {
    id: inner.id,
    async search(request) {
      await ledger.reserve(inner.id, usd);
      return inner.search(request);
    },
  };
}
