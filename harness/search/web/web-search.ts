import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { costUsd, type PriceList, readPriceList } from '../../core/price-list.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SearchBackend } from '../search-backend.ts';
import { breakerBackend } from '../wrappers/breaker-backend.ts';
import { limitedBackend } from '../wrappers/limited-backend.ts';
import { paidBackend } from '../wrappers/paid-backend.ts';
import { retryBackend } from '../wrappers/retry-backend.ts';
import { type SearchStore, searchStore } from '../wrappers/search-store.ts';
import { type SpendingLedger, spendingLedger } from '../wrappers/spending-ledger.ts';
import { replayBackend, storedBackend } from '../wrappers/stored-backend.ts';
import { webAccess } from './web-access.ts';
import { webBackend } from './web-backend.ts';
import { webService, type WebSpec } from './web-kinds.ts';
import type { WebService } from './web-service.ts';

/** How web searches are made; it changes no result, so it is no part of a configuration. */
export interface WebPlace {
  /** Folder of everything that was asked and found, and of `spending.jsonl`; several processes may share it. */
  readonly store: string;
  /** True to answer from the store alone: no request, no key, no cost. Default false. */
  readonly replay?: boolean;
  /** US dollars that may be spent, all that ever wrote to the store together; a service with a price asks for it. */
  readonly budgetUsd?: number | undefined;
  /** Requests begun in a second by this process at most; default 5, ours. */
  readonly perSecond?: number | undefined;
  /** Addresses in place of the services' own. */
  readonly addresses?: Readonly<Partial<Record<WebSpec['kind'], string>>>;
  /** Of one request; default 30,000, ours. */
  readonly timeoutMs?: number;
  /** Default 3 with a pause of 2,000, as published (`generation.py:617-648 @2d4cdca`), there without doubling. */
  readonly attempts?: number;
  readonly backoffMs?: number;
}

/** Milliseconds of one search with its attempts and pauses; ours. */
const deadlineMs = 300_000;
/** Failures in a row after which a service is left alone for so long; ours. */
const breaker = { failures: 10, restMs: 30_000 };

/**
 * Web searches at a place: one backend a service with its settings, and its rate, breaker and ledger, whoever asks.
 * @param place absent: every web search is refused.
 */
export function webSearches(place: WebPlace | undefined): (spec: WebSpec) => SearchBackend {
  const opened = new Map<string, SearchBackend>();
  return (spec) => {
    const service = webService(spec);
    if (place === undefined)
      throw new TwinZeroError(
        'configuration',
        `${service.id} searches the web, and no store for what it finds is named`,
      );
    const backend = opened.get(service.id) ?? openService(service, spec.kind, place);
    opened.set(service.id, backend);
    return backend;
  };
}

/**
 * The order of the wrappers, stated here alone, from the outside: what is stored is not asked; what fails is asked again;
 * a service that keeps failing is left alone; requests keep their distance; each one, further attempts included, is paid
 * before it is sent.
 * @throws TwinZeroError `configuration` for a store to replay that is not there, a service with a price and no budget,
 * and as `webAccess`.
 */
function openService(service: WebService, kind: WebSpec['kind'], place: WebPlace): SearchBackend {
  const store = searchStore(place.store);
  if (place.replay === true) return replayed(service, store);
  const { perSecond = 5, attempts = 3, backoffMs = 2000, timeoutMs = 30_000, addresses } = place;
  const usd = priceOf(service, readPriceList());
  const ledger = usd === 0 ? null : ledgerOf(service, usd, place);
  const asking = webBackend(service, { ...webAccess(service, addresses?.[kind]), timeoutMs, usd });
  const paid = ledger === null ? asking : paidBackend(asking, { ledger, usd });
  const careful = breakerBackend(limitedBackend(paid, { perSecond }), breaker);
  const retried = retryBackend(careful, { attempts, backoffMs, deadlineMs });
  return storedBackend({ ...retried, id: service.id }, store);
}

function replayed(service: WebService, store: SearchStore): SearchBackend {
  if (existsSync(store.folder)) return replayBackend(service.id, store);
  throw new TwinZeroError(
    'configuration',
    `${store.folder}, whose searches are to be replayed, does not exist; name the folder that a run recorded them in`,
  );
}

function ledgerOf(service: WebService, usd: number, { store, budgetUsd }: WebPlace): SpendingLedger {
  if (budgetUsd !== undefined) return spendingLedger(join(store, 'spending.jsonl'), budgetUsd);
  throw new TwinZeroError(
    'configuration',
    `each search by ${service.id} costs about ${usd.toFixed(4)} US dollars and no budget is given; give one, e.g. --search-budget 5`,
  );
}

/** US dollars of one search; 0 where it costs nothing. */
export function priceOf({ price }: WebService, prices: PriceList): number {
  return price === null ? 0 : costUsd(prices, { price: price.id, unit: 'search', amount: price.amount });
}
