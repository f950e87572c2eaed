import { type Deadline, deadlineIn } from '../core/deadline.ts';
import {
  exchange,
  ExchangeFailure,
  type Fetch,
  type HttpAnswer,
  redirectTarget,
  shownAddress,
} from '../core/http-exchange.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Settings of `download`. */
export interface DownloadOptions {
  /** Bytes of the file; a longer one is refused as soon as it is seen to be. */
  readonly maxBytes: number;
  /** Remedy when it fails. */
  readonly mend: string;
  /** Milliseconds for the whole file, redirects included; default 120,000. Ours. */
  readonly timeoutMs?: number;
  /** Default: the global one. */
  readonly fetch?: Fetch | undefined;
}

/** Redirects followed at most; ours, as a file that lies still needs one or two. */
const mostRedirects = 5;

/**
 * The bytes behind `address`, in one attempt. Redirects are followed within its origin, five at most.
 * @throws TwinZeroError `data` when the address is none or holds a password, and when the server cannot be reached, is
 * too slow, sends too much, answers with an error status or points to another origin.
 */
export async function download(address: string, options: DownloadOptions): Promise<Uint8Array> {
  const { timeoutMs = 120_000, mend } = options;
  let url = plainAddress(address, mend);
  const deadline = deadlineIn(timeoutMs, () => performance.now());
  for (let redirects = 0; ; redirects += 1) {
    const answer = await answerOf(url, deadline, options);
    const { status, body } = answer;
    if (status >= 200 && status <= 299) return body;
    const target = redirectTarget(answer, url.href);
    const answered = `${shownAddress(url)} answered ${status}`;
    if (target === null) throw new TwinZeroError('data', `${answered}; ${mend}`);
    if (target.origin !== url.origin)
      throw new TwinZeroError(
        'data',
        `${answered} and points to another host, ${target.origin}, which was not asked; ${mend}`,
      );
    if (redirects === mostRedirects)
      throw new TwinZeroError('data', `${answered}, the last of ${mostRedirects + 1} redirects; ${mend}`);
    url = plainAddress(target.href, mend);
  }
}

function plainAddress(address: string, mend: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new TwinZeroError(
      'data',
      `a file to download has an address that is not http or https, or holds a password; ${mend}`,
    );
  return url;
}

async function answerOf(url: URL, deadline: Deadline, options: DownloadOptions): Promise<HttpAnswer> {
  const { fetch, maxBytes, mend } = options;
  try {
    return await exchange(url.href, { timeoutMs: Math.max(1, deadline.left()), maxBytes, fetch });
  } catch (cause) {
    if (!(cause instanceof ExchangeFailure)) throw cause;
    const message = cause.message.replace(/^failed: /, '');
    throw new TwinZeroError('data', `could not download ${shownAddress(url)}: ${message}; ${mend}`, {
      cause,
    });
  }
}
