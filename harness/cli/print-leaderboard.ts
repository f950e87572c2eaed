import { type Leaderboard, leaderboardLines } from '../baseline/index.ts';
import { signedWithInterval, withInterval } from '../report/index.ts';
import { printLine } from './print.ts';
import { printTable } from './print-table.ts';

/** Prints what of a leaderboard fits a terminal; the page has it all. */
export function printLeaderboard(board: Leaderboard): void {
  const lines = leaderboardLines(board).map(({ row, em, difference, searches }) => [
    row.id,
    em === null ? '-' : withInterval(em, 'share'),
    difference === null ? '-' : signedWithInterval(difference, 'share'),
    searches?.estimate.toFixed(2) ?? '-',
  ]);
  const absent = board.rows.flatMap((row) =>
    row.kind === 'unavailable' ? [[row.id, `not available on this engine: ${row.reason}`]] : [],
  );
  const table = [['baseline', 'EM', `minus ${board.reference}`, 'searches'], ...lines];
  printTable(table, { whole: 'its page has them' });
  for (const [id = '', reason = ''] of absent) printLine(`${id}  ${reason}`);
}
