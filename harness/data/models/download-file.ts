import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fetch } from '../../core/http-exchange.ts';
import { shownAddress } from '../../core/http-exchange.ts';
import { accessing } from '../../core/system-refusal.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { HubUnreachable, type ListedFile, refusal } from './hub.ts';

/** A file to download and where it goes. */
export interface Download {
  readonly url: string;
  readonly path: string;
  /** Sent to the origin of `url` and to no other. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null where it is not known. */
  readonly bytes: number | null;
  readonly check: ListedFile['check'];
  /** Milliseconds without a byte after which a connection is given up; default 60,000. Ours. */
  readonly idleMs?: number;
  /** Connections without a new byte, one after the other, after which the download is given up; default 3. Ours. */
  readonly attempts?: number;
  /** Milliseconds before a connection that follows one without a new byte; default 2,000. Ours. */
  readonly pauseMs?: number;
  readonly fetch?: Fetch | undefined;
  /** Told the bytes that are there, as they come. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Downloads a file of any size into `<path>.part`, goes on where an earlier try ended (HTTP range), checks size and hash
 * and renames it. Redirects may lead to another host, as a hub's do: the hash says whether the file is the right one.
 * @throws HubUnreachable when no byte comes; TwinZeroError `data` when the server refuses, the file is another one or it
 * can't be written. What came stays in the part, unless it is wrong.
 */
export async function downloadFile(download: Download): Promise<void> {
  const part = `${download.path}.part`;
  const { attempts = 3, pauseMs = 2000 } = download;
  await accessing({ path: dirname(part), doing: 'written' }, 'data', () =>
    mkdir(dirname(part), { recursive: true }),
  );
  for (let left = attempts; ;) {
    const before = await sizeOf(part);
    const failure =
      before > 0 && before === download.bytes ? null : await receive(download, { part, from: before });
    if (failure === null) break;
    const gained = (await sizeOf(part)) > before;
    left = gained ? attempts : left - 1;
    if (left <= 0) throw failure;
    if (!gained) await pause(pauseMs);
  }
  await requireRight(part, download);
  await accessing({ path: download.path, doing: 'written' }, 'data', () => rename(part, download.path));
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

interface Receiving {
  readonly part: string;
  /** Bytes that are there. */
  readonly from: number;
}

/** Receives what is missing; the reason why it is not all there, where another try may bring it. */
async function receive(download: Download, { part, from }: Receiving): Promise<HubUnreachable | null> {
  const { bytes, idleMs = 60_000 } = download;
  const watch = watchIdle(idleMs);
  try {
    const { body, start } = await answerOf(download, { from, signal: watch.signal });
    const source = Readable.fromWeb(body as never);
    const target = createWriteStream(part, { flags: start > 0 ? 'a' : 'w' });
    await pipeline(source, counted(download, { start, seen: watch.seen }), target);
    return bytes !== null && (await sizeOf(part)) < bytes
      ? new HubUnreachable('ended before the file did')
      : null;
  } catch (cause) {
    if (cause instanceof WrongPart) await rm(part, { force: true });
    const failure = failureOf(cause, { part, reason: watch.signal.reason });
    if (failure instanceof HubUnreachable) return failure;
    throw failure;
  } finally {
    watch.end();
  }
}

/** A signal that aborts when nothing is seen for a while. */
function watchIdle(idleMs: number): {
  readonly signal: AbortSignal;
  readonly seen: () => void;
  readonly end: () => void;
} {
  const ending = new AbortController();
  const idle = new HubUnreachable(`sent nothing for ${idleMs} ms`);
  const start = (): NodeJS.Timeout => setTimeout(() => ending.abort(idle), idleMs);
  let timer = start();
  return {
    signal: ending.signal,
    seen() {
      clearTimeout(timer);
      timer = start();
    },
    // Closes the connection of an answer that was not read to its end.
    end() {
      clearTimeout(timer);
      ending.abort();
    },
  };
}

/** What was downloaded, or comes, cannot be a part of the file; another try may mend it where it is to be made again. */
class WrongPart extends Error {
  readonly again: boolean;

  constructor(message: string, { again }: { readonly again: boolean }) {
    super(message);
    this.again = again;
  }
}

interface Answer {
  readonly body: ReadableStream<Uint8Array>;
  /** Place in the file at which it begins. */
  readonly start: number;
}

async function answerOf(
  { url, headers, fetch = globalThis.fetch }: Download,
  { from, signal }: { readonly from: number; readonly signal: AbortSignal },
): Promise<Answer> {
  // Ranges count the bytes of the file, not those of a compressed answer.
  const plain = { ...headers, 'accept-encoding': 'identity' };
  const response = await fetch(url, {
    headers: { ...plain, ...(from > 0 && { range: `bytes=${from}-` }) },
    signal,
  });
  const { status, body } = response;
  if (status === 416)
    throw new WrongPart('has less than was downloaded before, which was of another file', { again: true });
  const resumed = status === 206 && startOf(response) === from;
  if (!resumed && status !== 200) throw refused(response, url);
  if (body === null) throw new HubUnreachable('sent no body');
  return { body, start: resumed ? from : 0 };
}

function counted(
  { url, bytes, onBytes }: Download,
  { start, seen }: { readonly start: number; readonly seen: () => void },
): (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* (source) {
    let there = start;
    for await (const piece of source) {
      seen();
      there += piece.length;
      if (bytes !== null && there > bytes) throw new WrongPart(overlong(url, bytes), { again: false });
      onBytes?.(there);
      yield piece;
    }
  };
}

/** The first byte of a partial answer; null where it does not say. */
function startOf({ headers }: Response): number | null {
  const [, first] = /^bytes (\d+)-/u.exec(headers.get('content-range') ?? '') ?? [];
  return first === undefined ? null : Number(first);
}

function refused({ status }: Response, url: string): Error {
  if (status >= 500 || status === 429 || status === 408) return new HubUnreachable(`answered ${status}`);
  return refusal(shownAddress(new URL(url)), status);
}

function overlong(url: string, bytes: number): string {
  return `${shownAddress(new URL(url))} sends more than the ${bytes} bytes that the file has`;
}

/** The failure as it goes on: what the network breaks can be tried again, what the disk refuses cannot. */
function failureOf(
  cause: unknown,
  { part, reason }: { readonly part: string; readonly reason: unknown },
): unknown {
  if (cause instanceof TwinZeroError || cause instanceof HubUnreachable) return cause;
  if (reason instanceof HubUnreachable) return reason;
  if (cause instanceof WrongPart)
    return cause.again
      ? new HubUnreachable(cause.message, { cause })
      : new TwinZeroError('data', `${cause.message}; what came was removed, so check the address`, { cause });
  const { code, path } = cause as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new TwinZeroError(
      'data',
      `${part} cannot be written (${code}): free some space and fetch again, which goes on from here`,
      { cause },
    );
  return path === undefined ? new HubUnreachable(reasonOf(cause), { cause }) : cause;
}

/** Node's fetch hides the reason ("fetch failed") in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error
    ? cause.message || String((cause as NodeJS.ErrnoException).code)
    : error.message;
}

async function requireRight(part: string, { url, bytes, check }: Download): Promise<void> {
  const fault = await faultOf(part, { bytes, check });
  if (fault === null) return;
  await rm(part, { force: true });
  throw new TwinZeroError(
    'data',
    `${shownAddress(new URL(url))} is not the file that is pinned: it has ${fault}; it was removed, so fetch again, or take a file you have by --from`,
  );
}

/** What is wrong with a file; null where size and hash are as they should be, or not known. */
export async function faultOf(
  path: string,
  { bytes, check }: Pick<Download, 'bytes' | 'check'>,
): Promise<string | null> {
  const size = await sizeOf(path);
  if (bytes !== null && size !== bytes) return `${size} bytes instead of ${bytes}`;
  if (check === null) return null;
  const hash = createHash(check.kind === 'sha256' ? 'sha256' : 'sha1');
  if (check.kind === 'git-sha1') hash.update(`blob ${size}\0`);
  await accessing({ path, doing: 'read' }, 'data', () => pipeline(createReadStream(path), hash));
  const actual = hash.digest('hex');
  return actual === check.hash ? null : `${check.kind} ${actual} instead of ${check.hash}`;
}
