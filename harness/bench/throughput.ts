import { setImmediate as nextTurn } from 'node:timers/promises';
import { Bench } from 'tinybench';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Median and spread over the measured rounds, in tokens per second. */
export interface Throughput {
  readonly median: number;
  readonly slowest: number;
  readonly fastest: number;
  /** Rounds measured, fewer than asked for when the time was over. */
  readonly rounds: number;
}

/** Rounds to measure, and when to stop early. */
export interface Rounds {
  readonly tokensPerRound: number;
  readonly rounds: number;
  /** Ends the measurement after the round it comes in. */
  readonly signal: AbortSignal;
}

/**
 * Times `round` after one uncounted call of it.
 * @throws TwinZeroError `engine` when no counted round ended before the signal; what `round` throws passes through.
 */
export async function measureThroughput(
  round: () => Promise<unknown>,
  { tokensPerRound, rounds, signal }: Rounds,
): Promise<Throughput> {
  const bench = new Bench({
    iterations: rounds,
    time: 0,
    warmupIterations: 1,
    warmupTime: 0,
    throws: true,
    retainSamples: true,
    signal,
  });
  // Replies of a worker that follow closely on one another would keep the signal's timer waiting.
  bench.add('round', round, { afterEach: () => nextTurn() });
  await bench.run();
  const result = bench.getTask('round')?.result;
  const times = result !== undefined && 'latency' in result ? (result.latency.samples ?? []) : [];
  if (times.length === 0) throw new TwinZeroError('engine', 'no round ended in the time given');
  return throughput(times.map((ms) => (1000 * tokensPerRound) / ms));
}

/** The summary of at least one round's tokens per second. */
export function throughput(speeds: readonly number[]): Throughput {
  const sorted = [...speeds].sort((a, b) => a - b);
  return {
    median: rounded(median(sorted)),
    slowest: rounded(sorted[0] ?? NaN),
    fastest: rounded(sorted.at(-1) ?? NaN),
    rounds: sorted.length,
  };
}

function rounded(speed: number): number {
  return Math.round(10 * speed) / 10;
}

/** The middle of sorted values, or the mean of the two in the middle; NaN of none. */
export function median(sorted: readonly number[]): number {
  const upper = sorted[sorted.length >> 1] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? NaN) + upper) / 2;
}
