import { type CpuInfo, cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** Ours: what the system itself takes on an idle machine stays below a tenth of a core. */
export const mostBusyCores = 0.25;

/** Ours: longer than ONNX Runtime's threads spin before they sleep, and ten ticks of the kernel's clock. */
const settleMs = 300;
const watchMs = 200;

/**
 * Cores that others keep busy, 0 to the number of cores: asked while nothing of ours computes. What is measured beside
 * them is slower than it is.
 */
export async function busyCores(): Promise<number> {
  await wait(settleMs);
  const before = cpus();
  await wait(watchMs);
  return busyBetween(before, cpus());
}

/** Cores that were busy in the mean between two looks at the same processors. */
export function busyBetween(
  before: readonly Pick<CpuInfo, 'times'>[],
  after: readonly Pick<CpuInfo, 'times'>[],
): number {
  const shares = after.map(({ times }, i) => {
    const old = before[i]?.times ?? times;
    const all = total(times) - total(old);
    return all === 0 ? 0 : 1 - (times.idle - old.idle) / all;
  });
  return Math.round(100 * shares.reduce((sum, share) => sum + share, 0)) / 100;
}

function total({ user, nice, sys, idle, irq }: CpuInfo['times']): number {
  return user + nice + sys + idle + irq;
}
