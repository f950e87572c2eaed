import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { PriceList, PricedUnit } from './price-list.ts';

/** So much of what a price is for. */
export interface Purchase {
  /** Id of the price, e.g. `serpapi`. */
  readonly price: string;
  readonly unit: PricedUnit;
  readonly amount: number;
}

/**
 * What a purchase costs: 64,000 searches at 275 USD per 30,000 are 586.67 USD.
 * @throws TwinZeroError `data` when the list lacks the price, or it is for another unit.
 */
export function costUsd(prices: PriceList, { price, unit, amount }: Purchase): number {
  const found = prices.get(price);
  if (found?.unit !== unit)
    throw new TwinZeroError('data', `the price list has no price "${price}" for a ${unit}; add it`);
  return (found.usd * amount) / found.amount;
}
