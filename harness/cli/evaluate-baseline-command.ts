import {
  type BaselineEvaluation,
  defaultBench,
  evaluateBaseline,
  findBaseline,
  findBench,
} from '../baseline/index.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Split } from '../data/dataset.ts';
import { withInterval } from '../report/index.ts';
import type { Interval } from '../statistics/interval.ts';
import { type ConfigFlags, parseSetting } from './config-flags.ts';
import { type PlayerFlags, playRequest } from './player-flags.ts';
import { printLine } from './print.ts';
import { spendingText } from './spending-text.ts';

/** Flags of `evaluate --baseline`. */
export interface BaselineFlags extends PlayerFlags, ConfigFlags {
  readonly baseline?: string | undefined;
  readonly bench?: string | undefined;
  readonly split: Split;
  readonly seed: number;
  readonly json?: boolean;
}

/**
 * Plays a baseline on a bench and prints its row.
 * @throws TwinZeroError `configuration` where none is named, or something beside it that belongs to a reproduction.
 */
export async function evaluateBaselineCommand(
  reproduction: string | undefined,
  flags: BaselineFlags,
): Promise<void> {
  if (flags.baseline === undefined)
    throw new TwinZeroError('configuration', 'name a reproduction to evaluate a model, or a --baseline');
  const { split, seed } = flags;
  const { arm, ...players } = playRequest(flags);
  if (reproduction !== undefined || arm !== undefined || flags.config !== undefined)
    throw new TwinZeroError(
      'configuration',
      '--baseline is played on a bench; leave out the reproduction, --arm and --config',
    );
  const baseline = await findBaseline(flags.baseline);
  const bench = await findBench(flags.bench ?? defaultBench);
  const settings = Object.fromEntries((flags.set ?? []).map(parseSetting));
  const request = { ...players, split, seed, settings, now };
  const played = await evaluateBaseline(baseline, bench, request);
  const { row, line } = played;
  printLine(flags.json === true ? JSON.stringify(row) : describe(played, { split, bench: bench.title }));
  if (line.failed > 0) process.exitCode = 4;
}

function describe(
  { line, model, spending }: BaselineEvaluation,
  { split, bench }: { readonly split: Split; readonly bench: string },
): string {
  const { baseline, row, em, subEm, f1, searches, tokens, costUsd, failed } = line;
  const questions = row.plays.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  const failure = row.plays.flatMap(({ outcomes }) => outcomes).find((one) => one.failure !== null);
  return [
    `${baseline.id}: ${baseline.title}; ${questions} ${split} questions, ${bench}; played by ${model}`,
    `EM ${share(em)}, sub-EM ${share(subEm)}, F1 ${share(f1)} (95 %)`,
    `${mean(searches)} searches and ${mean(tokens)} generated tokens a question, ${row.seconds.playing.toFixed(1)} s, ${costUsd === null ? 'nothing priced' : `${costUsd.toFixed(4)} USD`}, ${failed} failed`,
    ...(spending === undefined ? [] : [spendingText(spending)]),
    ...(failure === undefined ? [] : [`the first that failed: ${failure.failure ?? ''}`]),
  ].join('\n');
}

function share(value: Interval | null): string {
  return value === null ? 'none' : withInterval(value, 'share');
}

function mean(value: Interval | null): string {
  return value?.estimate.toFixed(2) ?? '-';
}

function now(): number {
  return performance.now() / 1000;
}
