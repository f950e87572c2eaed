import { z } from 'zod';
import type { Episode } from '../core/episode.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Verdict } from '../core/verdict.ts';

const count = z.number().int().nonnegative();

/**
 * Failures of a run, episodes of training and evaluation together. `truncated` episodes are cut at a token limit: they
 * have a reward and count here only to be seen.
 */
export const failureCounts = z.strictObject({ search: count, engine: count, judge: count, truncated: count });

/** A `failureCounts`. */
export type FailureCounts = z.infer<typeof failureCounts>;

/** Nothing went wrong. */
export const noFailures: FailureCounts = { search: 0, engine: 0, judge: 0, truncated: 0 };

/**
 * The counts of one episode.
 * @throws TwinZeroError of the episode's own kind where that is no failure of the world but of us or of the data.
 */
export function failureOf({ id, outcome }: Episode, verdict: Verdict | null): FailureCounts {
  if (outcome.kind === 'failed') {
    const { kind, message } = outcome.error;
    if (kind === 'search' || kind === 'engine' || kind === 'judge') return { ...noFailures, [kind]: 1 };
    throw new TwinZeroError(kind, `episode ${id}: ${message}`);
  }
  const truncated = outcome.kind === 'unanswered' && outcome.reason === 'truncated';
  return { ...noFailures, judge: Number(verdict?.kind === 'unanswerable'), truncated: Number(truncated) };
}

/** Sums counts. */
export function addFailures(counts: readonly FailureCounts[]): FailureCounts {
  const sum = (read: (one: FailureCounts) => number): number =>
    counts.reduce((all, one) => all + read(one), 0);
  return {
    search: sum(({ search }) => search),
    engine: sum(({ engine }) => engine),
    judge: sum(({ judge }) => judge),
    truncated: sum(({ truncated }) => truncated),
  };
}

/** Episodes that have no score. */
export function lostEpisodes({ search, engine, judge }: FailureCounts): number {
  return search + engine + judge;
}
