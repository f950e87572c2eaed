import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/**
 * Runs `use` while `<folder>.lock` holds the number of this process, so that no two processes write into one folder.
 * A lock whose process is gone, e.g. killed, is taken over.
 * @throws TwinZeroError `configuration` when another process holds it; and what `use` throws.
 */
export async function withLock<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const path = `${folder}.lock`;
  await mkdir(dirname(path), { recursive: true });
  if (!(await take(path))) {
    const holder = await holderOf(path);
    if (holder !== null && isAlive(holder))
      throw new TwinZeroError(
        'configuration',
        `process ${holder} is writing into ${folder}; wait for it or end it, and if there is no such run delete ${path}`,
      );
    await rm(path, { force: true });
    if (!(await take(path)))
      throw new TwinZeroError('configuration', `another process has just begun to write into ${folder}`);
  }
  try {
    return await use();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

async function holderOf(path: string): Promise<number | null> {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // The process of somebody else is alive, too.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
