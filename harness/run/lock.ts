import { rmSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asLastListener, isHeard } from '../core/last-listeners.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { lockHolder, removeLockFile, takeLockFile } from './lock-file.ts';

const ending = '.lock';

/**
 * Runs `use` while `<folder>.lock` names this process, so that no two processes write into one folder. A lock whose
 * process is gone, e.g. killed, is taken over. It is removed when `use` ends or fails, and when the process exits or is
 * interrupted.
 * @throws TwinZeroError `configuration` when another process holds it; and what `use` throws.
 */
export async function withLock<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const path = folder + ending;
  await mkdir(dirname(path), { recursive: true });
  const holder = await takeLockFile(path);
  if (holder !== null) throw busy(folder, holder);
  hold(path);
  try {
    return await use();
  } finally {
    letGo(path);
    await removeLockFile(path);
  }
}

/** A folder that a live process writes into. */
export interface LiveLock {
  readonly folder: string;
  readonly pid: number;
}

/** Every locked folder below this one, sorted; locks that killed processes left do not count. */
export async function liveLocks(folder: string): Promise<LiveLock[]> {
  const names = await readdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw cause;
  });
  const locks: LiveLock[] = [];
  for (const name of names.filter((each) => each.endsWith(ending)).sort()) {
    const path = join(folder, name);
    const pid = await lockHolder(path);
    if (pid !== null) locks.push({ folder: path.slice(0, -ending.length), pid });
  }
  return locks;
}

/**
 * Refuses to touch a folder while a process writes into one below it.
 * @throws TwinZeroError `configuration`.
 */
export async function requireNoneBelow(folder: string): Promise<void> {
  const [live] = await liveLocks(folder);
  if (live !== undefined) throw busy(live.folder, live.pid);
}

/**
 * Refuses to write below a folder while a process other than this one and its parent holds the lock of it.
 * @throws TwinZeroError `configuration`.
 */
export async function requireNoneAbove(folder: string): Promise<void> {
  const pid = await lockHolder(folder + ending);
  if (pid !== null && pid !== process.pid && pid !== process.ppid) throw busy(folder, pid);
}

function busy(folder: string, pid: number): TwinZeroError {
  return new TwinZeroError(
    'configuration',
    `process ${pid} is writing into ${folder}; wait for it or end it, and if there is no such run delete ${folder}${ending}`,
  );
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const held = new Set<string>();

function hold(path: string): void {
  if (held.size === 0) {
    process.on('exit', removeHeld);
    for (const signal of signals) process.prependListener(signal, asLastListener(endUnlocked));
  }
  held.add(path);
}

function letGo(path: string): void {
  held.delete(path);
  if (held.size > 0) return;
  process.off('exit', removeHeld);
  for (const signal of signals) process.off(signal, endUnlocked);
}

function removeHeld(): void {
  for (const path of held) rmSync(path, { force: true });
}

/** A signal that somebody listens to no longer ends a process: where nobody else listens, it must after all. */
function endUnlocked(signal: NodeJS.Signals): void {
  if (isHeard(signal)) return;
  removeHeld();
  process.off(signal, endUnlocked);
  process.kill(process.pid, signal);
}
