import { costUsd, type PriceList } from '../core/price-list.ts';
import type { SearchUsage } from '../run/index.ts';

/** A search engine used for a whole training: searches bought one by one, or GPUs rented by the hour. */
export type EngineUse =
  | { readonly kind: 'api'; readonly price: string; readonly searches: number }
  | { readonly kind: 'gpu'; readonly price: string; readonly gpus: number; readonly hours: number };

/**
 * Cost of an engine over a training, in USD (ZeroSearch appendix, Table 8): GPUs cost their hours however many
 * searches they answer. The policy's own GPUs are not counted, as there.
 */
export function engineCostUsd(prices: PriceList, use: EngineUse): number {
  return use.kind === 'api'
    ? costUsd(prices, { price: use.price, unit: 'search', amount: use.searches })
    : costUsd(prices, { price: use.price, unit: 'gpu-hour', amount: use.gpus * use.hours });
}

/** The sum of what several runs, or both parts of one, asked of their search backends. */
export function addUsage(parts: readonly SearchUsage[]): SearchUsage {
  const searches = new Map<string, number>();
  for (const part of parts)
    for (const [backend, count] of Object.entries(part.searches))
      searches.set(backend, (searches.get(backend) ?? 0) + count);
  return {
    searches: Object.fromEntries(searches),
    simulatorTokens: sum(parts.map(({ simulatorTokens }) => simulatorTokens)),
    costUsd: sum(parts.map((part) => part.costUsd)),
  };
}

/** Searches over all backends. */
export function searchCount({ searches }: SearchUsage): number {
  return sum(Object.values(searches));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
