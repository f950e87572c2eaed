/** The part of the global `fetch` an exchange uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** One HTTP request and the limits of its answer. */
export interface ExchangeOptions {
  /** Default: a GET without headers of its own. */
  readonly request?: Pick<RequestInit, 'method' | 'headers' | 'body'>;
  /** Until the last byte of the answer. */
  readonly timeoutMs: number;
  /** Bytes of the answer's body, after decompression. */
  readonly maxBytes: number;
  /** Ends the exchange at once. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the global one. */
  readonly fetch?: Fetch | undefined;
}

/** An HTTP answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Whole when the status says success; at most its first 16 KiB of anything else; empty for a redirect. */
  readonly body: Uint8Array;
}

/** An exchange without a whole answer; its message goes on after the address, e.g. `did not answer within 30 ms`. */
export class ExchangeFailure extends Error {
  /** `too-long` is what another attempt would not mend. */
  readonly reason: 'slow' | 'unreachable' | 'too-long';

  constructor(reason: ExchangeFailure['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Bytes read of an answer that is an error; ours, as its sentence quotes 200 letters. */
const errorBytes = 16_384;

/**
 * Sends one request and reads its answer. Redirects are not followed: their answer is returned, for the caller to judge.
 * @throws ExchangeFailure when the server can't be reached, is too slow or sends too much; the reason of `signal`
 * once it is aborted.
 */
export async function exchange(url: string, options: ExchangeOptions): Promise<HttpAnswer> {
  const { request, timeoutMs, maxBytes, signal, fetch = globalThis.fetch } = options;
  signal?.throwIfAborted();
  // Not AbortSignal.any: on Node.js 20 what it returns can be collected before it aborts.
  const ending = new AbortController();
  const abort = (): void => ending.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  const slow = new ExchangeFailure('slow', `did not answer within ${timeoutMs} ms`);
  const timer = setTimeout(() => ending.abort(slow), timeoutMs);
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal: ending.signal });
    const { status, headers } = response;
    return { status, headers, body: await bodyOf(response, maxBytes) };
  } catch (cause) {
    ending.signal.throwIfAborted();
    if (cause instanceof ExchangeFailure) throw cause;
    throw new ExchangeFailure('unreachable', `failed: ${reasonOf(cause)}`, { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    // Closes the connection of an answer that was not read to its end.
    ending.abort();
  }
}

async function bodyOf({ body, ok, status }: Response, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  if (body === null || isRedirect(status)) return new Uint8Array();
  for await (const piece of body) {
    pieces.push(piece);
    bytes += piece.length;
    if (!ok && bytes >= errorBytes) return Buffer.concat(pieces).subarray(0, errorBytes);
    if (bytes > maxBytes)
      throw new ExchangeFailure(
        'too-long',
        `sent more than the ${maxBytes} bytes that are read of an answer`,
      );
  }
  return Buffer.concat(pieces);
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** Address that a redirect from `url` leads to; null for every other answer, and for a redirect to no address. */
export function redirectTarget({ status, headers }: HttpAnswer, url: string): URL | null {
  const location = headers.get('location');
  return isRedirect(status) && location !== null && URL.canParse(location, url)
    ? new URL(location, url)
    : null;
}

/** An address as it may be shown: without user, password, query and fragment, which can hold secrets. */
export function shownAddress({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

/** Node's fetch hides the reason ("fetch failed") in the cause, whose message is empty when several addresses failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}
