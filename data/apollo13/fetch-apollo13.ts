import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../harness/core/canonical-json.ts';
import type { Fetch } from '../../harness/core/http-exchange.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { writeFileWhole } from '../../harness/core/write-file-whole.ts';
import { download } from '../../harness/data/download.ts';
import {
  apollo13Folder,
  type Apollo13Manifest,
  type PinnedFile,
  readApollo13Manifest,
} from './apollo13-manifest.ts';

/** Settings of `fetchApollo13`. */
export interface FetchOptions {
  /** A folder that has the files, instead of the network. */
  readonly from?: string;
  /** Folder to write them to; default `apollo13Folder()`. */
  readonly to?: string;
  /** Default the global one. */
  readonly fetch?: Fetch;
  /** Default the shipped one. */
  readonly manifest?: Apollo13Manifest;
}

/** One file, and how it came into place. */
export interface FetchedFile {
  readonly path: string;
  readonly status: 'already there' | 'copied' | 'downloaded';
}

/**
 * Puts the three Apollo 13 files into place. All are read and checked against their pinned sha256 before the first is
 * written, and each is written whole. A file that is already right is left alone.
 * @throws TwinZeroError `data` when a file cannot be had, is not the pinned one or cannot be written.
 */
export async function fetchApollo13(options: FetchOptions = {}): Promise<FetchedFile[]> {
  const { to = apollo13Folder(), manifest = await readApollo13Manifest() } = options;
  const found: (FetchedFile & { readonly bytes: Uint8Array | null })[] = [];
  for (const file of Object.values(manifest.files)) {
    const path = join(to, file.name);
    if (await isThere(path, file.sha256)) found.push({ path, status: 'already there', bytes: null });
    else {
      const status = options.from === undefined ? 'downloaded' : 'copied';
      found.push({ path, status, bytes: await pinnedBytes(file, options) });
    }
  }
  for (const { path, bytes } of found) if (bytes !== null) await writeFileWhole(path, bytes);
  return found.map(({ path, status }) => ({ path, status }));
}

async function isThere(path: string, hash: string): Promise<boolean> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes !== undefined && sha256(bytes) === hash;
}

async function pinnedBytes(file: PinnedFile, { from, fetch }: FetchOptions): Promise<Uint8Array> {
  const source = from === undefined ? file.url : join(from, file.name);
  const mend = `nothing was written; check the network, or put ${file.name} into a folder and use --from`;
  const bytes =
    from === undefined
      ? await download(source, { fetch, mend, maxBytes: mostBytes(file) })
      : await readFrom(source, file);
  const actual = sha256(bytes);
  if (actual === file.sha256) return bytes;
  throw new TwinZeroError(
    'data',
    `${source} has sha256 ${actual} where ${file.sha256} is pinned${lineEnds(bytes, file)}; nothing was written`,
  );
}

/** The reason where the line ends alone are at fault, as after a checkout on Windows. */
function lineEnds(bytes: Uint8Array, file: PinnedFile): string {
  const unix = Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n');
  return sha256(Buffer.from(unix, 'latin1')) === file.sha256
    ? ', because its lines end in CRLF and not in LF; take it without conversion (git: core.autocrlf=false)'
    : '';
}

/** Bytes of the file were each of them a line end that came as CRLF; nothing longer is worth reading. */
function mostBytes({ bytes }: PinnedFile): number {
  return 2 * bytes;
}

async function readFrom(path: string, file: PinnedFile): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error('it is no file');
    if (found.size > mostBytes(file))
      throw new Error(`it has ${found.size} bytes where ${file.bytes} are pinned`);
    return await readFile(path);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new TwinZeroError(
      'data',
      `cannot take ${path}: ${reason}; nothing was written; --from needs a folder with the files`,
      { cause },
    );
  }
}
