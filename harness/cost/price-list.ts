import { z } from 'zod';

/** What a price is paid for. */
export type PricedUnit = 'search' | 'gpu-hour';

/** A price as its source states it, e.g. 275 USD for 30,000 searches; never rounded to one unit. */
export interface Price {
  readonly id: string;
  readonly label: string;
  readonly unit: PricedUnit;
  readonly usd: number;
  /** Units that `usd` buys. */
  readonly amount: number;
  /** ISO date, or its year and month, on which it was true. */
  readonly date: string;
  readonly source: string;
}

/** Prices by id, e.g. `serpapi`. */
export type PriceList = ReadonlyMap<string, Price>;

const price = z.strictObject({
  id: z.string().min(1),
  label: z.string().min(1),
  unit: z.enum(['search', 'gpu-hour']),
  usd: z.number().nonnegative(),
  amount: z.number().positive(),
  date: z.string().regex(/^\d{4}-\d\d(-\d\d)?$/, 'must be a date such as 2026-05 or 2026-05-31'),
  source: z.string().min(1),
});

/** A `PriceList` as stored; no id twice. */
export const priceList: z.ZodType<PriceList> = z
  .strictObject({ schema: z.literal(1), prices: z.array(price) })
  .refine(({ prices }) => new Set(prices.map(({ id }) => id)).size === prices.length, {
    message: 'two prices have one id',
  })
  .transform(({ prices }) => new Map(prices.map((one) => [one.id, one])));
