import { z } from 'zod';

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
