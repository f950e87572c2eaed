import { setMaxListeners } from 'node:events';
import { type MonotonicClock, requireMilliseconds } from '../../../core/deadline.ts';
import {
  exchange,
  ExchangeFailure,
  type HttpAnswer,
  redirectTarget,
  shownAddress,
} from '../../../core/http-exchange.ts';
import { redact } from '../../../core/redact.ts';
import { isTransientStatus, TransientError } from '../../../core/retry.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { retryAfterMs } from '../../completion/retry-after.ts';
import { refusal as refusalBody } from '../wire/index.ts';
import { ModelLost } from './model-lost.ts';
import type { TinkerPlace } from './tinker-place.ts';

/** One request as it is sent. */
export interface LineRequest {
  /** Below `/api/v1/`, e.g. `asample`. */
  readonly endpoint: string;
  /** Absent: a GET. */
  readonly body?: Uint8Array;
  readonly contentType?: string;
  readonly accept?: string;
  readonly timeoutMs?: number;
}

/** A line to one server: sends requests to its address and nowhere else, with the key, and reads answers within bounds. */
export interface ServerLine {
  readonly place: TinkerPlace;
  readonly now: MonotonicClock;
  /** The address of an endpoint, for sentences. */
  where(endpoint: string): string;
  /**
   * @throws TransientError when no whole answer came; TwinZeroError `engine` for one that is too long; the reason of
   * `close` after it.
   */
  send(request: LineRequest): Promise<HttpAnswer>;
  /**
   * The error that an answer without success stands for: `TransientError` where another attempt may mend it, TwinZeroError
   * `configuration` for a wrong address or key, `engine` otherwise. It quotes the server without the key.
   */
  refusal(endpoint: string, answer: HttpAnswer): Error;
  /** Ends requests in flight. */
  close(): void;
}

/** Set beside each request: the key's name in the protocol. */
const keyHeader = 'x-api-key';

/**
 * Opens a line; sends nothing yet.
 * @throws TwinZeroError `configuration` for a bad address, time limit or key.
 */
export function serverLine(place: TinkerPlace): ServerLine {
  const base = baseAddress(place.url);
  const { timeoutMs = 120_000, maxReplyBytes = 268_435_456, now = () => performance.now() } = place;
  requireMilliseconds('timeoutMs', timeoutMs);
  const key = apiKey(place.apiKeyVariable);
  const closing = new AbortController();
  // Each request in flight listens, and there are many.
  setMaxListeners(0, closing.signal);
  const clean = (text: string): string => redact(text, place.apiKeyVariable === undefined ? [] : [key]);
  const where = (endpoint: string): string => `${base}/api/v1/${endpoint}`;
  return {
    place,
    now,
    where,
    async send({
      endpoint,
      body,
      contentType,
      accept = 'application/json',
      timeoutMs: patience = timeoutMs,
    }) {
      const headers = {
        [keyHeader]: key,
        accept,
        ...(contentType !== undefined && { 'content-type': contentType }),
      };
      try {
        return await exchange(where(endpoint), {
          request: body === undefined ? { headers } : { method: 'POST', headers, body },
          timeoutMs: patience,
          maxBytes: maxReplyBytes,
          signal: closing.signal,
          fetch: place.fetch,
        });
      } catch (cause) {
        if (!(cause instanceof ExchangeFailure)) throw cause;
        const message = clean(`${where(endpoint)} ${cause.message}`);
        if (cause.reason !== 'too-long') throw new TransientError(message, { cause });
        throw new TwinZeroError('engine', `${message}; raise maxReplyBytes`, { cause });
      }
    },
    refusal: (endpoint, answer) => refusalOf(where(endpoint), answer, clean),
    close: () => closing.abort(new TwinZeroError('engine', `the line to ${base} is closed; open it again`)),
  };
}

function refusalOf(url: string, answer: HttpAnswer, clean: (text: string) => string): Error {
  const { status, body, headers } = answer;
  const target = redirectTarget(answer, url);
  if (target !== null)
    return new TwinZeroError(
      'configuration',
      `${url} answered ${status} and points to ${clean(shownAddress(target))}, where nothing was sent; give the address that answers by itself`,
    );
  const said = clean(wordsOf(body)).slice(0, 300);
  const sentence = `${url} answered ${status}: ${JSON.stringify(said)}`;
  if (isTransientStatus(status)) return new TransientError(sentence, { retryAfterMs: retryAfterMs(headers) });
  if (status === 401 || status === 403)
    return new TwinZeroError('configuration', `${sentence}; set the API key variable to a key it accepts`);
  if (/not loaded|model.*not found|unknown model/i.test(said)) return new ModelLost(sentence);
  return new TwinZeroError('engine', `${sentence}; the server refuses this request`);
}

/** The reason that a refusal gives, or the whole body. */
function wordsOf(body: Uint8Array): string {
  const text = new TextDecoder().decode(body);
  try {
    return refusalBody.json.decode(body, 'a refusal').reason;
  } catch {
    return text;
  }
}

/** The address without slashes and `/api/v1` at its end. One that can hold a secret is refused without repeating it. */
function baseAddress(address: string): string {
  const example = 'give one like http://127.0.0.1:8000';
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || /[?#@]/.test(address))
    throw new TwinZeroError(
      'configuration',
      `the address of the Tinker server is none that can be used (http or https, without user, query and fragment); ${example}`,
    );
  return shownAddress(url)
    .replace(/\/+$/, '')
    .replace(/\/api\/v1$/, '');
}

function apiKey(variable: string | undefined): string {
  if (variable === undefined) return 'tml-none';
  const key = process.env[variable];
  if (key !== undefined && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new TwinZeroError(
    'configuration',
    `the environment variable ${variable} is to hold the API key and ${key === undefined || key === '' ? 'is not set' : 'holds letters that no key has'}; set it to the key alone`,
  );
}
