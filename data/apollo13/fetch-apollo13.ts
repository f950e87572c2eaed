import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../harness/core/canonical-json.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { writeFileWhole } from '../../harness/core/write-file-whole.ts';
import { download, type Fetch } from '../../harness/data/download.ts';
import { apollo13Folder, type Apollo13Manifest, readApollo13Manifest } from './apollo13-manifest.ts';

/** Settings of `fetchApollo13`. */
export interface FetchOptions {
  /** A folder that has the files, instead of the network. */
  readonly from?: string;
  /** Where they go; default `apollo13Folder()`. */
  readonly to?: string;
  /** Default the global one. */
  readonly fetch?: Fetch;
  /** Default the shipped one. */
  readonly manifest?: Apollo13Manifest;
}

/** What happened to one file. */
export interface FetchedFile {
  readonly path: string;
  readonly status: 'already there' | 'copied' | 'downloaded';
}

/**
 * Puts the three Apollo 13 files into place, each checked against its pinned sha256 before it is written and
 * written whole or not at all. A file that is already right is left alone.
 * @throws TwinZeroError `data` when a file cannot be had or is not the pinned one.
 */
export async function fetchApollo13(options: FetchOptions = {}): Promise<FetchedFile[]> {
  const { to = apollo13Folder(), manifest = await readApollo13Manifest() } = options;
  const fetched: FetchedFile[] = [];
  for (const file of Object.values(manifest.files)) {
    const path = join(to, file.name);
    if (await isThere(path, file.sha256)) fetched.push({ path, status: 'already there' });
    else {
      await writeFileWhole(path, await pinnedBytes(file, options));
      fetched.push({ path, status: options.from === undefined ? 'downloaded' : 'copied' });
    }
  }
  return fetched;
}

async function isThere(path: string, hash: string): Promise<boolean> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes !== undefined && sha256(bytes) === hash;
}

async function pinnedBytes(
  file: Apollo13Manifest['files']['chunks'],
  { from, fetch = globalThis.fetch }: FetchOptions,
): Promise<Uint8Array> {
  const mend = `check the network, or put ${file.name} into a folder and use --from`;
  const source = from === undefined ? file.url : join(from, file.name);
  const bytes = from === undefined ? await download(source, { fetch, mend }) : await readFrom(source);
  const actual = sha256(bytes);
  if (actual === file.sha256) return bytes;
  throw new TwinZeroError(
    'data',
    `${source} has sha256 ${actual} where ${file.sha256} is pinned; nothing was written`,
  );
}

async function readFrom(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new TwinZeroError('data', `cannot take ${path}: ${reason}; --from needs a folder with the files`, {
      cause,
    });
  }
}
