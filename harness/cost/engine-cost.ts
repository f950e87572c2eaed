import { costUsd } from './cost-usd.ts';
import type { PriceList } from './price-list.ts';

/** A search engine used for a whole training: searches bought one by one, or GPUs rented by the hour. */
export type EngineUse =
  | { readonly kind: 'api'; readonly price: string; readonly searches: number }
  | { readonly kind: 'gpu'; readonly price: string; readonly gpus: number; readonly hours: number };

/**
 * What an engine costs over a training (ZeroSearch appendix, Table 8): GPUs cost their hours however many searches
 * they answer. The policy's own GPUs are not counted, as there.
 */
export function engineCostUsd(prices: PriceList, use: EngineUse): number {
  return use.kind === 'api'
    ? costUsd(prices, { price: use.price, unit: 'search', amount: use.searches })
    : costUsd(prices, { price: use.price, unit: 'gpu-hour', amount: use.gpus * use.hours });
}
