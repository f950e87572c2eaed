import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { accessing } from '../core/system-refusal.ts';
import { identityOf, isAlive, type ProcessIdentity, processIdentity } from './process-identity.ts';

/**
 * Takes the lock file at `path`, whose folder is there, unless a live process holds it. One that a killed process left
 * is taken over, by exactly one of the processes that try.
 * @returns null when it is ours, else the number of the process that holds it or is taking it over.
 */
export async function takeLockFile(path: string): Promise<number | null> {
  for (;;) {
    if (await create(path)) return null;
    const found = await read(path);
    if (found === null) continue;
    const holder = parse(found);
    if (holder !== null && isAlive(holder)) return holder.pid;
    // Whoever takes a lock over holds a second one meanwhile, so that nobody else replaces what it found.
    const next = `${path}.next`;
    const rival = await takeLockFile(next);
    if (rival !== null) return rival;
    try {
      if ((await read(path)) !== found) continue;
      await put(path, rename);
      return null;
    } finally {
      await rm(next, { force: true });
    }
  }
}

/** Removes the lock file at `path` unless another process has taken it since, e.g. because a person had deleted it. */
export async function removeLockFile(path: string): Promise<void> {
  if ((await read(path)) === ownText()) await rm(path, { force: true });
}

/** Number of the live process that holds the lock file at `path`; null where there is none. */
export async function lockHolder(path: string): Promise<number | null> {
  const holder = parse((await read(path)) ?? '');
  return holder !== null && isAlive(holder) ? holder.pid : null;
}

/** Makes the file with all of its content at once; false when there is one. */
async function create(path: string): Promise<boolean> {
  try {
    await put(path, link);
    return true;
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false;
    throw cause;
  }
}

async function put(path: string, place: (from: string, to: string) => Promise<void>): Promise<void> {
  const part = `${path}.${randomUUID()}.partial`;
  try {
    await accessing({ path, doing: 'written' }, 'data', () => writeFile(part, ownText()));
    await place(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

function ownText(): string {
  return `${JSON.stringify(identityOf(process.pid))}\n`;
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'latin1');
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return null;
    throw cause;
  }
}

/** Null for what no process of ours wrote, e.g. what is left where the power failed. */
function parse(text: string): ProcessIdentity | null {
  try {
    return processIdentity.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
