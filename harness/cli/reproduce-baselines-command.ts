import { basename } from 'node:path';
import { type Bench, defaultBench, findBench, makeLeaderboard } from '../baseline/index.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { policyName, type PolicySpec } from '../engine/index.ts';
import { type ConfigFlags, configChanges } from './config-flags.ts';
import { type PlayerFlags, playRequest } from './player-flags.ts';
import { printLeaderboard } from './print-leaderboard.ts';
import { printError, printLine } from './print.ts';
import type { RunFlags } from './run-flags.ts';

/** Name under which `reproduce` makes the leaderboard of the baselines. */
export const baselinesName = 'baselines';

/** Flags of `reproduce baselines`. */
export interface LeaderboardFlags
  extends RunFlags, ConfigFlags, Pick<PlayerFlags, 'policy' | 'tokenizer' | 'policyKey'> {
  readonly seeds?: readonly number[];
  /** Rows. */
  readonly arms?: readonly string[];
  readonly jobs: number;
  readonly bench?: string;
  readonly reference?: string;
}

/** Makes the rows that are missing or stale one after another, each with the threads of all jobs; then the page. */
export async function reproduceBaselines(flags: LeaderboardFlags): Promise<void> {
  const { profile, results, resume = false, arms, seeds, reference, threads, jobs } = flags;
  if ((await configChanges(flags)) !== undefined)
    throw new TwinZeroError(
      'configuration',
      `${baselinesName} has no one configuration for --set and --config; play one row with \`evaluate --baseline ID --set\``,
    );
  if (profile === 'quick')
    throw new TwinZeroError('configuration', `${baselinesName} has no profile quick; take --profile smoke`);
  const { policy, place } = playRequest({ ...flags, threads: threads * jobs });
  const bench = playedBy(await findBench(flags.bench ?? defaultBench), policy);
  if (profile === 'paper')
    throw new TwinZeroError('configuration', 'baselines have no size of a paper; choose another --profile');
  const request = { profile, results, resume, rows: arms, seeds, reference, place };
  const { board, page } = await makeLeaderboard(bench, request, { now, note: (text) => printError(text) });
  printLeaderboard(board);
  printLine(`\n${page}`);
}

/**
 * Refuses flags that belong to the leaderboard.
 * @throws TwinZeroError `configuration` naming one that stands beside another reproduction.
 */
export function requireNoLeaderboardFlags(
  reproduction: string,
  flags: Pick<LeaderboardFlags, 'bench' | 'reference' | 'policyKey'>,
): void {
  const { bench, reference, policyKey } = flags;
  const given = Object.entries({ bench, reference, 'policy-key': policyKey });
  const [name] = given.find(([, value]) => value !== undefined) ?? [];
  if (name !== undefined)
    throw new TwinZeroError(
      'configuration',
      `--${name} belongs to \`reproduce ${baselinesName}\`, and ${reproduction} has its own; leave it out`,
    );
}

/**
 * The bench with another policy.
 * @throws TwinZeroError `configuration` for a bench that teaches its own the language of each row.
 */
function playedBy(bench: Bench, policy: PolicySpec | undefined): Bench {
  if (policy === undefined) return bench;
  if (bench.tuning !== null)
    throw new TwinZeroError(
      'configuration',
      `--policy is for a bench whose policy follows instructions, and ${bench.id} teaches its own; name another --bench, or leave --policy out`,
    );
  const player = `\`${basename(policyName(policy))}\``;
  return { ...bench, player, config: { ...bench.config, policy } };
}

function now(): number {
  return performance.now() / 1000;
}
