import { randomUUID } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../../core/decode-utf8.ts';
import { parseJson } from '../../core/parse-json.ts';
import { accessing } from '../../core/system-refusal.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';

/** One request that was about to be sent, and the budget it was held against. */
const entry = z.strictObject({
  id: z.string(),
  /** What is paid, e.g. `serpapi(language=en)`. */
  payee: z.string(),
  usd: z.number().nonnegative(),
  budgetUsd: z.number().nonnegative(),
});

/** A file of what was spent, which several processes may write at a time. */
export interface SpendingLedger {
  /** US dollars spent by all who write here, as of the last reservation. */
  readonly spentUsd: number;
  /**
   * Sets money aside for one request, before it is sent; a killed or failed request has been paid all the same, so the
   * sum can only be too high.
   * @throws TwinZeroError `budget` where it would exceed the budget: nothing is to be sent then.
   */
  reserve(payee: string, usd: number): Promise<void>;
}

/** Money is summed up in whole billionths of a dollar, so that ten times 0.005 is 0.05. */
function billionths(usd: number): number {
  return Math.round(usd * 1e9);
}

/**
 * A ledger at `path`, one JSON line a request. A line is appended whole, and then all read what stands before it: an
 * entry counts where the sum of those that count, with it, stays within its own budget. So every process comes to the
 * same sum without a lock, and a later run may go on with a larger budget.
 * @throws TwinZeroError `configuration` for a budget that is no amount; its reservations throw `data` where the file is
 * broken or the operating system refuses.
 */
export function spendingLedger(path: string, budgetUsd: number): SpendingLedger {
  if (!(budgetUsd >= 0 && budgetUsd < Infinity))
    throw new TwinZeroError(
      'configuration',
      `the budget of a search is ${budgetUsd}; it is an amount of US dollars from 0`,
    );
  let read = 0;
  let lines = 0;
  let spent = 0;
  let last: Promise<unknown> = Promise.resolve();

  /** Reads what was added; true where the entry of this id counts. */
  const counts = async (id: string): Promise<boolean> => {
    const added = await bytesFrom(path, read);
    const whole = added.subarray(0, added.lastIndexOf(newline) + 1);
    read += whole.length;
    let mine = false;
    for (const line of decodeUtf8(whole, { file: path }).split('\n').slice(0, -1)) {
      lines += 1;
      const mend = 'mend that line, or delete it and lower the budget by what it may have been';
      const one = parseJson(line, entry, { where: `${path}:${lines}`, mend });
      const sum = spent + billionths(one.usd);
      if (sum > billionths(one.budgetUsd)) continue;
      spent = sum;
      mine ||= one.id === id;
    }
    return mine;
  };
  const reserve = async (payee: string, usd: number): Promise<void> => {
    const id = randomUUID();
    await appendLine(path, JSON.stringify({ id, payee, usd, budgetUsd }));
    if (await counts(id)) return;
    throw new TwinZeroError(
      'budget',
      `the next search by ${payee} costs ${usd.toFixed(4)} US dollars, and ${(spent / 1e9).toFixed(4)} of a budget of ${budgetUsd} are spent (${path}); go on with a larger budget`,
    );
  };
  return {
    get spentUsd() {
      return spent / 1e9;
    },
    reserve(payee, usd) {
      // One after the other: what was read last decides where the next reading starts.
      const turn = last.then(() => reserve(payee, usd));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

const newline = 0x0a;

function appendLine(path: string, line: string): Promise<void> {
  return accessing({ path, doing: 'written' }, 'data', async () => {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, 'a');
    try {
      await handle.write(`${line}\n`);
    } finally {
      await handle.close();
    }
  });
}

function bytesFrom(path: string, start: number): Promise<Buffer> {
  return accessing({ path, doing: 'read' }, 'data', async () => {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const bytes = Buffer.alloc(size - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  });
}
