import { z } from 'zod';
import {
  exchange,
  ExchangeFailure,
  type Fetch,
  type HttpAnswer,
  shownAddress,
} from '../../core/http-exchange.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { type Fetchable, filePath } from './model-manifest.ts';

/** A hub of models, and how it is asked. */
export interface Hub {
  /** Its address, e.g. `https://huggingface.co`. */
  readonly address: string;
  /** Sent to the hub alone; null for none. */
  readonly token: string | null;
  /** Default: the global one. */
  readonly fetch?: Fetch | undefined;
}

/** A file as the hub lists it. */
export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  /** Its sha256, or for a small file the SHA-1 of its git blob; null where the hub gives neither. */
  readonly check: { readonly kind: 'sha256' | 'git-sha1'; readonly hash: string } | null;
}

/** A repository of the hub at one commit. */
export interface Listing {
  readonly commit: string;
  readonly files: readonly ListedFile[];
}

/** The hub could not be asked; the message goes on after its address. */
export class HubUnreachable extends Error {}

const revisionReply = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/u) });
const treeReply = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.number().int().nonnegative(),
    oid: z
      .string()
      .regex(/^[0-9a-f]{40}$/u)
      .nullish(),
    lfs: z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/u), size: z.number().int().positive() }).nullish(),
  }),
);

const timeoutMs = 30_000;
/** Bytes of a listing; ours, some ten thousand files. */
const maxBytes = 4_194_304;

/**
 * Lists the files of a repository at its pinned commit, or at the newest one.
 * @throws HubUnreachable when the hub does not answer; TwinZeroError `data` when it has no such repository, wants a
 * token, or answers something else.
 */
export async function listRepository(
  hub: Hub,
  { repository, revision, holds = 'models' }: Pick<Fetchable, 'repository' | 'revision' | 'holds'>,
): Promise<Listing> {
  const base = `${hub.address}/api/${holds}/${repository}`;
  const commit = revision ?? (await ask(hub, `${base}/revision/main`, revisionReply)).sha;
  const tree = await ask(hub, `${base}/tree/${commit}?recursive=true`, treeReply);
  const files = tree
    .filter(({ type, path }) => type === 'file' && filePath.safeParse(path).success)
    .map(({ path, size, oid, lfs }): ListedFile => ({
      name: path,
      bytes: lfs?.size ?? size,
      check: lfs ? { kind: 'sha256', hash: lfs.oid } : oid ? { kind: 'git-sha1', hash: oid } : null,
    }));
  return { commit, files };
}

/** The address of a repository's pages: those of data sets stand in a folder of their own. */
export function repositoryAddress(
  { address }: Pick<Hub, 'address'>,
  { repository, holds }: Pick<Fetchable, 'repository' | 'holds'>,
): string {
  return holds === 'datasets' ? `${address}/datasets/${repository}` : `${address}/${repository}`;
}

/** The address of a file of a repository. */
export function fileAddress(
  { address }: Pick<Hub, 'address'>,
  {
    repository,
    holds,
    commit,
    name,
  }: Pick<Fetchable, 'repository' | 'holds'> & { readonly commit: string; readonly name: string },
): string {
  return `${repositoryAddress({ address }, { repository, holds })}/resolve/${commit}/${name}`;
}

/**
 * The token of the hub in the environment variable `HF_TOKEN`; null where none is set.
 * @throws TwinZeroError `configuration`, without showing it, for one that no header can carry.
 */
export function hubToken(): string | null {
  const token = process.env['HF_TOKEN'] ?? '';
  if (token === '') return null;
  if (/^[\x21-\x7e]+$/u.test(token)) return token;
  throw new TwinZeroError(
    'configuration',
    'the token in the environment variable HF_TOKEN holds a blank, a line end or another letter that no token has; set it to the token alone',
  );
}

/**
 * The address of the hub that is asked: the one given, else that of `HF_ENDPOINT`, else `own`; without a slash at its end.
 * @throws TwinZeroError `configuration` for what is no address, or holds a password.
 */
export function hubAddress(given: string | undefined, own = 'https://huggingface.co'): string {
  const address = (given ?? process.env['HF_ENDPOINT'] ?? own).replace(/\/+$/u, '');
  if (/^https?:\/\/[^/@]+/u.test(address) && URL.canParse(address)) return address;
  throw new TwinZeroError('configuration', `"${address}" is no address of a hub; give one like ${own}`);
}

/** The header that a request to the hub itself carries. */
export function hubHeaders({ token }: Pick<Hub, 'token'>): Readonly<Record<string, string>> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

async function ask<Schema extends z.ZodType>(
  hub: Hub,
  url: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const shown = shownAddress(new URL(url));
  let answer: HttpAnswer;
  try {
    answer = await exchange(url, {
      request: { headers: hubHeaders(hub) },
      timeoutMs,
      maxBytes,
      fetch: hub.fetch,
    });
  } catch (cause) {
    if (!(cause instanceof ExchangeFailure)) throw cause;
    throw new HubUnreachable(cause.message.replace(/^failed: /u, ''), { cause });
  }
  if (answer.status >= 500) throw new HubUnreachable(`answered ${answer.status}`);
  if (answer.status !== 200) throw refusal(shown, answer.status);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(answer.body));
  } catch {
    value = undefined;
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new TwinZeroError(
    'data',
    `${shown} answered something else than a listing of files; check the address of the hub`,
    {
      cause: read.error,
    },
  );
}

/** The error of an answer that gives no file. */
export function refusal(shown: string, status: number): TwinZeroError {
  const mend =
    status === 401 || status === 403
      ? 'accept the terms of the model on its page and put a token of the hub into the environment variable HF_TOKEN, or take a file you have by --from'
      : status === 404
        ? 'the repository, its revision or the file is not there; check the id, or take a file you have by --from'
        : 'try later, or take a file you have by --from';
  return new TwinZeroError('data', `${shown} answered ${status}; ${mend}`);
}
