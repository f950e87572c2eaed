import { TwinZeroError } from '../core/twin-zero-error.ts';

/** The part of the global `fetch` a download uses. */
export type Fetch = (
  url: string,
  init: { readonly signal: AbortSignal },
) => Promise<Pick<Response, 'ok' | 'status' | 'statusText' | 'arrayBuffer'>>;

/** Settings of `download`. */
export interface DownloadOptions {
  readonly fetch: Fetch;
  /** Milliseconds for the whole file, default 120,000. */
  readonly timeout?: number;
  /** What to do when it fails. */
  readonly mend: string;
}

/**
 * The bytes behind `url`, in one attempt.
 * @throws TwinZeroError `data` when the server cannot be reached, is too slow or answers with an error status.
 */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array> {
  const { fetch, timeout = 120_000, mend } = options;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    throw new TwinZeroError('data', `${url} answered ${response.status} ${response.statusText}; ${mend}`);
  } catch (cause) {
    if (cause instanceof TwinZeroError) throw cause;
    throw new TwinZeroError('data', `could not download ${url}: ${reasonOf(cause)}; ${mend}`, { cause });
  }
}

/** Node's fetch hides the reason ("fetch failed") in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
