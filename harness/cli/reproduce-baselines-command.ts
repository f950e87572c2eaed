import { TwinZeroError } from '../core/twin-zero-error.ts';
import { defaultBench, findBench, makeLeaderboard } from '../baseline/index.ts';
import { printLeaderboard } from './print-leaderboard.ts';
import { printError, printLine } from './print.ts';
import type { RunFlags } from './run-flags.ts';

/** Name under which `reproduce` makes the leaderboard of the baselines. */
export const baselinesName = 'baselines';

/** Flags of `reproduce baselines`. */
export interface LeaderboardFlags extends RunFlags {
  readonly seeds?: readonly number[];
  /** Rows. */
  readonly arms?: readonly string[];
  readonly jobs: number;
  readonly bench?: string;
  readonly reference?: string;
}

/** Makes the rows that are missing or stale one after another, each with the threads of all jobs; then the page. */
export async function reproduceBaselines(flags: LeaderboardFlags): Promise<void> {
  const { profile, results, resume = false, arms, seeds, reference, provider, threads, jobs } = flags;
  if (profile === 'paper')
    throw new TwinZeroError('configuration', 'baselines have no size of a paper; choose another --profile');
  const bench = await findBench(flags.bench ?? defaultBench);
  const place = { provider, threads: threads * jobs };
  const request = { profile, results, resume, rows: arms, seeds, reference, place };
  const { board, page } = await makeLeaderboard(bench, request, { now, note: (text) => printError(text) });
  printLeaderboard(board);
  printLine(`\n${page}`);
}

function now(): number {
  return performance.now() / 1000;
}
