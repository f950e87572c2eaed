import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { checkValue } from '../core/parse-json.ts';

/** A share or a count of `rows.csv`; null where a row has none. */
const cell = z.string().transform((text, context) => {
  if (text === '') return null;
  const value = Number(text);
  if (!Number.isFinite(value)) context.addIssue('is no number');
  return value;
});

/** One line of `rows.csv`, which the leaderboard's own page is written beside; other columns are passed over. */
const boardRow = z.object({
  id: z.string(),
  policy: z.string(),
  em: cell,
  em_low: cell,
  em_high: cell,
  sub_em: cell,
  f1: cell,
  difference: cell,
  difference_low: cell,
  difference_high: cell,
  searches: cell,
  tokens: cell,
  usd: cell,
  failed: cell,
  questions: cell,
  seeds: cell,
});

/** A row of a leaderboard as it was published. */
export type BoardRow = Readonly<z.infer<typeof boardRow>>;

/** A published leaderboard. */
export interface Board {
  /** Its folder: a profile, or a bench and a profile. */
  readonly id: string;
  readonly rows: readonly BoardRow[];
}

/**
 * The leaderboards published under `results`, by name; none where none was.
 * @throws TwinZeroError `data` for a `rows.csv` that is not of their form.
 */
export async function readBoards(results: string): Promise<Board[]> {
  const folder = join(results, 'baselines');
  if (!existsSync(folder)) return [];
  const boards: Board[] = [];
  for (const id of (await readdir(folder)).sort()) {
    const file = join(folder, id, 'rows.csv');
    if (!existsSync(file)) continue;
    const table: unknown = parse(decodeUtf8(await readFile(file), { file }), { columns: true });
    boards.push({
      id,
      rows: checkValue(table, z.array(boardRow), {
        where: file,
        mend: 'make it again with twinzero reproduce baselines',
      }),
    });
  }
  return boards;
}
