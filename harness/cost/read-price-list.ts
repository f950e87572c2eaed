import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root.ts';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type PriceList, priceList } from './price-list.ts';

/**
 * Reads a price file, `data/prices.json` unless told.
 * @throws TwinZeroError `data` when it cannot be read or is not a price list.
 */
export function readPriceList(path: string = join(packageRoot(), 'data', 'prices.json')): PriceList {
  const mend = 'restore data/prices.json, or mend your copy after its model';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TwinZeroError('data', `${path} cannot be read; ${mend}`, { cause });
  }
  return parseJson(text, priceList, { where: path, mend });
}
