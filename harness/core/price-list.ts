import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from './decode-utf8.ts';
import { packageRoot } from './package-root.ts';
import { parseJson } from './parse-json.ts';
import { TwinZeroError } from './twin-zero-error.ts';

const pricedUnit = z.enum(['search', 'gpu-hour']);

/** Unit that a price is paid for. */
export type PricedUnit = z.infer<typeof pricedUnit>;

/** A price as its source states it, e.g. 275 USD for 30,000 searches; never rounded to one unit. */
const priceRow = z.strictObject({
  id: z.string().min(1),
  label: z.string().min(1),
  unit: pricedUnit,
  usd: z.number().nonnegative(),
  /** Units that `usd` buys. */
  amount: z.number().positive(),
  /** ISO date, or its year and month, on which it was true. */
  date: z.string().regex(/^\d{4}-\d\d(-\d\d)?$/, 'must be a date such as 2026-05 or 2026-05-31'),
  source: z.string().min(1),
});

/** A `priceRow`. */
export type Price = Readonly<z.infer<typeof priceRow>>;

/** Prices by id, e.g. `serpapi`. */
export type PriceList = ReadonlyMap<string, Price>;

/** A `PriceList` as stored; no id twice. */
export const priceList: z.ZodType<PriceList> = z
  .strictObject({ schema: z.literal(1), prices: z.array(priceRow) })
  .refine(({ prices }) => new Set(prices.map(({ id }) => id)).size === prices.length, {
    message: 'two prices have one id',
  })
  .transform(({ prices }) => new Map(prices.map((one) => [one.id, one])));

/**
 * Reads a price file, default `data/prices.json`.
 * @throws TwinZeroError `data` when it cannot be read or is not a price list.
 */
export function readPriceList(path: string = join(packageRoot(), 'data', 'prices.json')): PriceList {
  const mend = 'restore data/prices.json, or mend your copy after its model';
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new TwinZeroError('data', `${path} cannot be read; ${mend}`, { cause });
  }
  return parseJson(decodeUtf8(bytes, { file: path }), priceList, { where: path, mend });
}

/** So much of what a price is for. */
export interface Purchase {
  /** Id of the price, e.g. `serpapi`. */
  readonly price: string;
  readonly unit: PricedUnit;
  readonly amount: number;
}

/**
 * Cost of a purchase in USD: 64,000 searches at 275 USD per 30,000 are 586.67 USD.
 * @throws TwinZeroError `data` when the list lacks the price, or it is for another unit.
 */
export function costUsd(prices: PriceList, { price, unit, amount }: Purchase): number {
  const found = prices.get(price);
  if (found?.unit !== unit)
    throw new TwinZeroError('data', `the price list has no price "${price}" for a ${unit}; add it`);
  return (found.usd * amount) / found.amount;
}
