import type { MonotonicClock } from '../../../core/deadline.ts';
import type { Fetch } from '../../../core/http-exchange.ts';
import type { RetryOptions } from '../../../core/retry.ts';

/** Address of a server that trains, and the patience to have with it: recorded nowhere, no part of a configuration. */
export interface TinkerPlace {
  /** Base address without `/api/v1`, e.g. `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Name of the environment variable that holds the API key; default: `tml-none` is sent, which open servers take. */
  readonly apiKeyVariable?: string;
  /** File that remembers requests, so that a run that was killed gets the results it had asked for; default: none. */
  readonly journal?: string;
  /** For one attempt to post, its answer included; default 120,000. Ours: 5 MB over a slow line. */
  readonly timeoutMs?: number;
  /** For all attempts to post one request; default 300,000, as the official client (`execute_with_retries`). */
  readonly deadlineMs?: number;
  /** For one result; default 3,600,000. Ours: a step of a large model behind a queue. */
  readonly resultDeadlineMs?: number;
  /** Bytes of one answer; default 268,435,456. Ours: the log-probabilities of 20 million tokens. */
  readonly maxReplyBytes?: number;
  /** Default: a timer. */
  readonly sleep?: NonNullable<RetryOptions['sleep']>;
  /** Default `performance.now`. */
  readonly now?: MonotonicClock;
  /** Default: the global one. */
  readonly fetch?: Fetch;
}
