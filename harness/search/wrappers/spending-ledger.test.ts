import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { after, describe, it } from 'mocha';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { contractRequest } from '../testing/search-contract.ts';
import { paidBackend } from './paid-backend.ts';
import { spendingLedger } from './spending-ledger.ts';
import { countedBackend, down } from './testing/counted-backend.ts';

const root = mkdtempSync(join(tmpdir(), 'twinzero-spending-'));
after(() => rmSync(root, { recursive: true }));
let made = 0;
const newPath = (): string => join(root, `${(made += 1)}`, 'spending.jsonl');

/** True where the money was set aside, false where the budget did not allow it. */
async function granted(reservation: Promise<void>): Promise<boolean> {
  try {
    await reservation;
    return true;
  } catch (error) {
    assert.ok(error instanceof TwinZeroError && error.kind === 'budget', String(error));
    return false;
  }
}

describe('the ledger of what searches cost', () => {
  it('never allows more than its budget, whoever asks at a time, and as much as fits', async () => {
    const price = fc.integer({ min: 0, max: 50 }).map((cents) => cents / 100);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ usd: price, who: fc.nat(2) }), { maxLength: 25 }),
        price.map((usd) => usd * 4),
        async (asked, budget) => {
          const path = newPath();
          // Three that know of each other by the file alone, as processes do.
          const ledgers = [0, 1, 2].map(() => spendingLedger(path, budget));
          const answers = await Promise.all(
            asked.map(async ({ usd, who }) => ({
              usd,
              ok: await granted((ledgers[who] ?? assert.fail()).reserve('x', usd)),
            })),
          );
          const sum = (of: typeof answers): number =>
            of.reduce((cents, { usd }) => cents + Math.round(usd * 100), 0);
          const spent = sum(answers.filter(({ ok }) => ok));
          assert.ok(spent <= Math.round(budget * 100), `${spent} of ${budget * 100} cents`);
          const refused = answers.filter(({ ok }) => !ok).map(({ usd }) => Math.round(usd * 100));
          // At the end nothing that was refused would still fit.
          assert.ok(refused.every((cents) => spent + cents > Math.round(budget * 100)));
        },
      ),
      { numRuns: 25 },
    );
  });
  it('adds in whole billionths: ten times 0.005 are 0.05', async () => {
    const ledger = spendingLedger(newPath(), 0.05);
    for (let i = 0; i < 10; i += 1) await ledger.reserve('brave', 0.005);
    assert.equal(ledger.spentUsd, 0.05);
    await assert.rejects(ledger.reserve('brave', 0.005), {
      kind: 'budget',
      message:
        /^the next search by brave costs 0\.0050 US dollars, and 0\.0500 of a budget of 0\.05 are spent /u,
    });
    await ledger.reserve('wikipedia', 0);
  });
  it('goes on after a kill with what was spent, and with a larger budget', async () => {
    const path = newPath();
    const before = spendingLedger(path, 2);
    await before.reserve('x', 1.5);
    assert.equal(await granted(before.reserve('x', 1)), false);
    assert.equal(await granted(spendingLedger(path, 2).reserve('x', 1)), false);
    const larger = spendingLedger(path, 3);
    assert.equal(await granted(larger.reserve('x', 1)), true);
    assert.equal(larger.spentUsd, 2.5);
  });
  it('is a log of one line a request', async () => {
    const path = newPath();
    const ledger = spendingLedger(path, 1);
    await ledger.reserve('serper', 0.001);
    await ledger.reserve('brave(language=en)', 0.005);
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const logged = lines.map((line) => JSON.parse(line) as object).map((line) => ({ ...line, id: '' }));
    assert.deepEqual(logged, [
      { id: '', payee: 'serper', usd: 0.001, budgetUsd: 1 },
      { id: '', payee: 'brave(language=en)', usd: 0.005, budgetUsd: 1 },
    ]);
  });
  it('refuses to guess what a broken line cost', async () => {
    const path = newPath();
    await spendingLedger(path, 1).reserve('x', 0.5);
    appendFileSync(path, '{"id":"torn\n');
    await assert.rejects(spendingLedger(path, 1).reserve('x', 0.1), {
      kind: 'data',
      message: /spending\.jsonl:2: /,
    });
  });
  it('refuses a budget that is no amount', () => {
    for (const budget of [-1, Number.NaN, Infinity])
      assert.throws(() => spendingLedger(newPath(), budget), { kind: 'configuration' });
  });
});

describe('a paid search', () => {
  it('is paid before it is made, whether it fails or not, and not made where there is no money', async () => {
    const inner = countedBackend((i) => (i === 0 ? down() : null));
    const ledger = spendingLedger(newPath(), 0.02);
    const backend = paidBackend(inner, { ledger, usd: 0.01 });
    assert.equal(backend.id, 'counted');
    await assert.rejects(backend.search(contractRequest('a')), /down/u);
    await backend.search(contractRequest('b'));
    await assert.rejects(backend.search(contractRequest('c')), { kind: 'budget' });
    assert.deepEqual(inner.queries, ['a', 'b']);
  });
});
