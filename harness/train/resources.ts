import { z } from 'zod';

const amount = z.number().nonnegative();

/** What a run has used, as a checkpoint stores it. */
export const resources = z.strictObject({
  wallSeconds: amount,
  /** User and system time of the whole process, its threads included. */
  cpuSeconds: amount,
  /** Highest resident memory of the process so far. */
  peakMemoryMiB: amount,
});

/** What a run has used. */
export type Resources = Readonly<z.output<typeof resources>>;

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
