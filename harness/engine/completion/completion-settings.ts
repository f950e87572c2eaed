import { type MonotonicClock, requireMilliseconds } from '../../core/deadline.ts';
import { shownAddress } from '../../core/http-exchange.ts';
import type { TokenPrice } from './token-price.ts';
import { requireRetrySettings, type RetryOptions } from '../../core/retry.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';

/** Addresses of a served model, and the patience to have with it. */
export interface CompletionServerOptions {
  /** Base addresses of equal servers, e.g. `http://127.0.0.1:6001/v1`; one is drawn for each attempt. */
  readonly hosts: readonly string[];
  /** For one attempt, its answer included; default 120,000. Ours: some 600 tokens from a busy server. */
  readonly timeoutMs?: number;
  /** For one call, attempts and pauses together; default 600,000. Ours: four attempts at their slowest, and pauses. */
  readonly deadlineMs?: number;
  /** Bytes of one reply, from 1; default 33,554,432. Ours: 16,384 tokens with their 20 likeliest others. */
  readonly maxReplyBytes?: number;
  /** Requests sent for one call at most; default 4. Ours. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt, doubled before each one after that; default 500. Ours. */
  readonly backoffMs?: number;
  /** Name of the environment variable that holds the API key; default: no key is sent. */
  readonly apiKeyVariable?: string;
  /** Requests of a policy in flight at once, from 1; default 16. Ours: what a server of one GPU batches without waiting. */
  readonly concurrency?: number;
  /** Default: no cost is counted, as on machines of one's own. */
  readonly price?: TokenPrice;
  /** Default: a timer. */
  readonly sleep?: RetryOptions['sleep'];
  /** Clock that measures the deadline; default `performance.now`. */
  readonly now?: MonotonicClock;
}

/** Checked settings of a completion server. */
export interface CompletionSettings
  extends
    Required<Omit<CompletionServerOptions, 'apiKeyVariable' | 'sleep' | 'concurrency' | 'price'>>,
    Pick<RetryOptions, 'sleep'> {
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Texts that no message may repeat. */
  readonly secrets: readonly string[];
}

/**
 * Checks settings, fills in their defaults and reads the API key.
 * @throws TwinZeroError `configuration` for no host, a bad address, settings that cannot be followed, and an API key
 * that is not set or cannot be sent.
 */
export function completionSettings(options: CompletionServerOptions): CompletionSettings {
  const { apiKeyVariable, sleep, now = () => performance.now() } = options;
  const limits = {
    timeoutMs: options.timeoutMs ?? 120_000,
    deadlineMs: options.deadlineMs ?? 600_000,
    maxReplyBytes: options.maxReplyBytes ?? 33_554_432,
    attempts: options.attempts ?? 4,
    backoffMs: options.backoffMs ?? 500,
  };
  requireLimits(limits);
  if (options.hosts.length === 0)
    throw new TwinZeroError('configuration', 'a completion server needs at least one host; give its address');
  const hosts = options.hosts.map(baseAddress);
  const json = { 'content-type': 'application/json' };
  if (apiKeyVariable === undefined) return { hosts, ...limits, sleep, now, headers: json, secrets: [] };
  const key = apiKey(apiKeyVariable);
  const headers = { ...json, authorization: `Bearer ${key}` };
  return { hosts, ...limits, sleep, now, headers, secrets: [key] };
}

function requireLimits(
  limits: Pick<CompletionSettings, 'timeoutMs' | 'deadlineMs' | 'maxReplyBytes' | 'attempts' | 'backoffMs'>,
): void {
  const { timeoutMs, deadlineMs, maxReplyBytes } = limits;
  requireRetrySettings(limits);
  requireMilliseconds('timeoutMs', timeoutMs);
  requireMilliseconds('deadlineMs', deadlineMs);
  if (!Number.isInteger(maxReplyBytes) || maxReplyBytes < 1)
    throw new TwinZeroError('configuration', `maxReplyBytes is ${maxReplyBytes}; it is an integer from 1`);
}

/** The address without slashes at its end. One that can hold a secret is refused without repeating it. */
function baseAddress(host: string): string {
  const example = 'give one like http://127.0.0.1:6001/v1';
  const url = URL.canParse(host) ? new URL(host) : null;
  const extra = /[?#]/.test(host);
  if (
    host.includes('@') &&
    (extra || url === null || url.host === '' || url.username !== '' || url.password !== '')
  )
    throw new TwinZeroError(
      'configuration',
      `an address of a completion server holds a user name or a password; ${example}, and put the key into an environment variable`,
    );
  if (extra)
    throw new TwinZeroError(
      'configuration',
      `the address ${host.replace(/[?#].*/s, '')} of a completion server goes on with a query or a fragment, which is not sent; ${example}, and put a key into an environment variable`,
    );
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new TwinZeroError('configuration', `"${host}" is no address of a completion server; ${example}`);
  return shownAddress(url).replace(/\/+$/, '');
}

/**
 * The API key in an environment variable, one that a header can carry.
 * @throws TwinZeroError `configuration` where it is not set or is no key.
 */
export function apiKey(variable: string): string {
  const key = process.env[variable];
  if (key === undefined || key === '')
    throw new TwinZeroError(
      'configuration',
      `the environment variable ${variable}, which is to hold the API key, is not set`,
    );
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new TwinZeroError(
      'configuration',
      `the API key in the environment variable ${variable} holds a blank, a line end or another letter that no key has; set it to the key alone`,
    );
  return key;
}
