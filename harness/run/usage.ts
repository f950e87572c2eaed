import { z } from 'zod';
import type { Episode } from '../core/episode.ts';

const count = z.number().int().nonnegative();

/** Searches made, answered ones of failed episodes included; failed searches count as failures. */
const searchUsage = z.strictObject({
  /** Searches per backend, by its identity with wrappers. */
  searches: z.record(z.string(), count),
  /** Tokens that simulators wrote. */
  simulatorTokens: count,
  costUsd: z.number().nonnegative(),
});

/** A `searchUsage`. */
export type SearchUsage = z.infer<typeof searchUsage>;

/** Use that a run made of its search backends. */
export const usage = z.strictObject({ training: searchUsage, evaluation: searchUsage });

/** A `usage`. */
export type Usage = z.infer<typeof usage>;

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

/** Time and memory that a run has used. */
export const resources = z.strictObject({
  wallSeconds: amount,
  /** User and system time of the whole process, its threads included. */
  cpuSeconds: amount,
  /** Highest resident memory of the process so far. */
  peakMemoryMiB: amount,
});

/** A `resources`. */
export type Resources = z.infer<typeof resources>;

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
