import { setTimeout } from 'node:timers/promises';
import { type Deadline, longestTimerMs } from './deadline.ts';
import { TwinZeroError } from './twin-zero-error.ts';

/** A failure of one attempt that another one may mend. */
export class TransientError extends Error {
  /** Milliseconds for which the other side asks to be left alone; null where it does not ask. */
  readonly retryAfterMs: number | null;

  constructor(message: string, options: ErrorOptions & { readonly retryAfterMs?: number | null } = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** True for an HTTP status that means "not now": 408 Request Timeout, 429 Too Many Requests, every server error. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** A failed search that would fail again, e.g. a request that the service does not take. */
export class LastingSearchError extends TwinZeroError {
  constructor(message: string, options?: ErrorOptions) {
    super('search', message, options);
  }
}

/** A failed search that another attempt may mend, after the pause that the service asks for, where it asks. */
export function transientSearchError(message: string, retryAfterMs: number | null = null): TwinZeroError {
  return new TwinZeroError('search', message, { cause: new TransientError(message, { retryAfterMs }) });
}

/**
 * True for a failure that another attempt may mend, which is declared here alone: a `TransientError`, and a failed
 * search, which draws anew in each attempt, unless it says that it lasts.
 */
export function isTransient(error: unknown): error is TransientError | TwinZeroError {
  if (error instanceof TransientError) return true;
  return error instanceof TwinZeroError && error.kind === 'search' && !(error instanceof LastingSearchError);
}

/** The end of a retry without success; its cause is the last failure. */
export class RetriesSpent extends Error {
  readonly last: TransientError | TwinZeroError;
  /** Attempts made. */
  readonly attempts: number;
  /** Milliseconds that the next pause would have taken, more than the deadline had left; null after the last attempt. */
  readonly pauseMs: number | null;

  constructor(
    last: TransientError | TwinZeroError,
    { attempts, pauseMs }: { readonly attempts: number; readonly pauseMs: number | null },
  ) {
    super(last.message, { cause: last });
    this.last = last;
    this.attempts = attempts;
    this.pauseMs = pauseMs;
  }
}

/** Number of attempts and the pauses between them. */
export interface RetryOptions {
  /** Attempts altogether, from 1. */
  readonly attempts: number;
  /** Milliseconds before the second attempt, from 0; doubled before each one after that. */
  readonly backoffMs: number;
  /** Longest doubled backoff; default: none. */
  readonly mostBackoffMs?: number;
  /** Default: a timer. */
  readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
  /** No pause is begun that would outlast it; default: none. */
  readonly deadline?: Deadline;
  /** Ends a pause at once. */
  readonly signal?: AbortSignal | undefined;
}

/** Refuses settings that cannot be followed: @throws TwinZeroError `configuration`. */
export function requireRetrySettings({
  attempts,
  backoffMs,
}: Pick<RetryOptions, 'attempts' | 'backoffMs'>): void {
  if (!Number.isInteger(attempts) || attempts < 1)
    throw new TwinZeroError(
      'configuration',
      `the number of attempts is ${attempts}; it is an integer from 1`,
    );
  if (!(backoffMs >= 0 && backoffMs < Infinity))
    throw new TwinZeroError(
      'configuration',
      `backoffMs is ${backoffMs}; it is a number of milliseconds from 0`,
    );
}

/**
 * Runs `task`, told the number of the attempt from 0, until it succeeds. The pause after a failure is the doubled
 * backoff, or longer where the failure asks for it.
 * @throws RetriesSpent after the last attempt, or as soon as a pause would outlast the deadline; the reason of
 * `signal` once it is aborted; every error that is not transient as it is, at once.
 */
export async function retry<T>(task: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts, backoffMs, mostBackoffMs = Infinity, sleep = timer, deadline, signal } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await task(attempt);
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (attempt + 1 >= attempts) throw new RetriesSpent(error, { attempts, pauseMs: null });
      const pauseMs = Math.max(Math.min(backoffMs * 2 ** attempt, mostBackoffMs), askedPause(error));
      if (deadline !== undefined && pauseMs >= deadline.left())
        throw new RetriesSpent(error, { attempts: attempt + 1, pauseMs });
      await sleep(Math.min(pauseMs, longestTimerMs), signal);
    }
    signal?.throwIfAborted();
  }
}

/** A failed search carries what was asked in its cause. */
function askedPause(error: TransientError | TwinZeroError): number {
  const asking = error instanceof TransientError ? error : error.cause;
  return asking instanceof TransientError ? (asking.retryAfterMs ?? 0) : 0;
}

async function timer(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
