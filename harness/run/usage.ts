import { z } from 'zod';
import type { Episode } from '../core/episode.ts';

/** What searches were made, answered ones of failed episodes included; failed searches count as failures. */
export interface SearchUsage {
  /** Searches per backend, by its identity with wrappers. */
  readonly searches: Readonly<Record<string, number>>;
  /** Tokens that simulators wrote. */
  readonly simulatorTokens: number;
  readonly costUsd: number;
}

/** What a run asked of its search backends. */
export interface Usage {
  readonly training: SearchUsage;
  readonly evaluation: SearchUsage;
}

const count = z.number().int().nonnegative();
const searchUsage = z.strictObject({
  searches: z.record(z.string(), count),
  simulatorTokens: count,
  costUsd: z.number().nonnegative(),
});

/** `Usage` as a checkpoint stores it. */
export const usage: z.ZodType<Usage> = z.strictObject({ training: searchUsage, evaluation: searchUsage });

const noSearches: SearchUsage = { searches: {}, simulatorTokens: 0, costUsd: 0 };

/** Nothing was searched. */
export const noUsage: Usage = { training: noSearches, evaluation: noSearches };

/** Adds the searches of `episodes`. */
export function addSearches(before: SearchUsage, episodes: readonly Episode[]): SearchUsage {
  const searches = new Map(Object.entries(before.searches));
  let { simulatorTokens, costUsd } = before;
  for (const search of episodes.flatMap((episode) => episode.searches)) {
    searches.set(search.backend, (searches.get(search.backend) ?? 0) + 1);
    simulatorTokens += search.generatedTokens ?? 0;
    costUsd += search.costUsd ?? 0;
  }
  return { searches: Object.fromEntries(searches), simulatorTokens, costUsd };
}

const amount = z.number().nonnegative();

/** What a run has used. */
export interface Resources {
  readonly wallSeconds: number;
  /** User and system time of the whole process, its threads included. */
  readonly cpuSeconds: number;
  /** Highest resident memory of the process so far. */
  readonly peakMemoryMiB: number;
}

/** `Resources` as a checkpoint stores them. */
export const resources: z.ZodType<Resources> = z.strictObject({
  wallSeconds: amount,
  cpuSeconds: amount,
  peakMemoryMiB: amount,
});

/** Reads what has been used since the meter was made. */
export type ResourceMeter = () => Resources;

/** Nothing used. */
export const noResources: Resources = { wallSeconds: 0, cpuSeconds: 0, peakMemoryMiB: 0 };

/** A meter of this process; `now` gives seconds of a clock that never goes back. */
export function processMeter(now: () => number): ResourceMeter {
  const start = now();
  const cpuStart = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpuStart);
    return {
      wallSeconds: now() - start,
      cpuSeconds: (user + system) / 1e6,
      peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
    };
  };
}

/** The use of a run that was interrupted and continued. */
export function addResources(before: Resources, since: Resources): Resources {
  return {
    wallSeconds: before.wallSeconds + since.wallSeconds,
    cpuSeconds: before.cpuSeconds + since.cpuSeconds,
    peakMemoryMiB: Math.max(before.peakMemoryMiB, since.peakMemoryMiB),
  };
}
