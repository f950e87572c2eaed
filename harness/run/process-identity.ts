import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A process, told apart from every other that had or will have its number. */
export const processIdentity = z.object({
  pid: z.int().positive(),
  /** Id of the boot of the machine; null where the system gives none, as on macOS. */
  boot: z.string().nullable(),
  /** Start of the process in clock ticks since the boot; null likewise. */
  started: z.int().nonnegative().nullable(),
});

/** A `processIdentity`. */
export type ProcessIdentity = Readonly<z.infer<typeof processIdentity>>;

/** The identity of the process that has this number now, e.g. this one. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, boot: bootId(), started: procStat(pid)?.started ?? null };
}

/**
 * True while a process runs: one of this boot, with its number, started when it was, and not merely waiting to be
 * collected by its parent. Where the system tells neither boot nor start, the number alone decides, so that another
 * process that got it counts as alive. A process of another machine or container is not seen.
 */
export function isAlive({ pid, boot, started }: ProcessIdentity): boolean {
  const here = bootId();
  if (boot !== null && here !== null && boot !== here) return false;
  const now = procStat(pid);
  if (now === null) return hasProcess(pid);
  return now.running && (started === null || started === now.started);
}

function bootId(): string | null {
  return readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

/** State (field 3) and start (field 22) of `/proc/<pid>/stat`, proc_pid_stat(5); null where it can't be read. */
function procStat(pid: number): { readonly running: boolean; readonly started: number } | null {
  // The command's name, in brackets, may hold blanks and brackets itself.
  const fields = readProc(`/proc/${pid}/stat`)?.replace(/^.*\)/su, '').trim().split(' ');
  const [state = ''] = fields ?? [];
  const started = Number(fields?.[19] ?? NaN);
  return Number.isSafeInteger(started) ? { running: !/[ZXx]/u.test(state), started } : null;
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // The process of somebody else is alive, too.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
