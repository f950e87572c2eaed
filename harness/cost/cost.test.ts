import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { costUsd, readPriceList } from '../core/price-list.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { addUsage, engineCostUsd, searchCount } from './cost.ts';

const prices = readPriceList();
const cents = (usd: number): number => Math.round(100 * usd) / 100;

/** Expects a sentence that names the price. */
function refused(price: string): void {
  assert.throws(
    () => costUsd(prices, { price, unit: 'search', amount: 1 }),
    (error) => error instanceof TwinZeroError && error.message.includes(`no price "${price}"`),
  );
}

/** The price of three searches in a file with this content. */
async function priceOfThree(content: unknown): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'twinzero-prices-'));
  try {
    const path = join(folder, 'prices.json');
    await writeFile(path, JSON.stringify(content));
    return costUsd(readPriceList(path), { price: 'x', unit: 'search', amount: 3 });
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('costs', () => {
  it('reproduce ZeroSearch Table 8: 64,000 searches, 12 hours', () => {
    const gpu = (gpus: number): number =>
      engineCostUsd(prices, { kind: 'gpu', price: 'a100-hour', gpus, hours: 12 });
    const google = engineCostUsd(prices, { kind: 'api', price: 'serpapi', searches: 64_000 });
    assert.deepEqual([google, gpu(1), gpu(2), gpu(4)].map(cents), [586.67, 17.7, 35.4, 70.8]);
  });

  it('are, per unit, what the paper implies', () => {
    assert.equal(cents(costUsd(prices, { price: 'serpapi', unit: 'search', amount: 1000 })), 9.17);
    // 17.7 / 12 is one rounding away from 1.475.
    const hour = costUsd(prices, { price: 'a100-hour', unit: 'gpu-hour', amount: 1 });
    assert.ok(Math.abs(hour - 1.475) < 1e-15);
    assert.equal(costUsd(prices, { price: 'serper', unit: 'search', amount: 1000 }), 1);
  });

  it('refuse an unknown price and one for another unit', () => {
    refused('free');
    refused('a100-hour');
  });
});

describe('a price file', () => {
  const one = {
    id: 'x',
    label: 'X',
    unit: 'search',
    usd: 1,
    amount: 2,
    date: '2026-05',
    source: 'a page',
  };
  it('is read, or refused with its fault', async () => {
    assert.equal(await priceOfThree({ schema: 1, prices: [one] }), 1.5);
    await assert.rejects(priceOfThree({ schema: 1, prices: [one, one] }), /two prices have one id/);
    await assert.rejects(
      priceOfThree({ schema: 1, prices: [{ ...one, date: 'May' }] }),
      /bad "prices\.0\.date"/,
    );
    await assert.rejects(
      priceOfThree({ schema: 1, prices: [{ ...one, amount: 0 }] }),
      /bad "prices\.0\.amount"/,
    );
    await assert.rejects(
      priceOfThree({ schema: 1, prices: [{ ...one, source: '' }] }),
      /bad "prices\.0\.source"/,
    );
    assert.throws(() => readPriceList('/nowhere/prices.json'), /cannot be read/);
  });
});

describe('usages', () => {
  it('add up by backend', () => {
    const first = { searches: { bm25: 3, sim: 2 }, simulatorTokens: 10, costUsd: 0.5 };
    const second = { searches: { sim: 4 }, simulatorTokens: 5, costUsd: 0.25 };
    const both = addUsage([first, second]);
    assert.deepEqual(both, { searches: { bm25: 3, sim: 6 }, simulatorTokens: 15, costUsd: 0.75 });
    assert.equal(searchCount(both), 9);
    assert.deepEqual(addUsage([first]), first);
    assert.equal(searchCount(addUsage([])), 0);
  });
});
