import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { Random } from '../../core/random.ts';
import { requireRetrySettings, retry } from '../../core/retry.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';

/** Where the model is served and how patient to be. */
export interface CompletionServerOptions {
  /** Base addresses of equal servers, e.g. `http://127.0.0.1:6001/v1`; one is drawn for each attempt. */
  readonly hosts: readonly string[];
  /** For one attempt, reply included; default 120,000. */
  readonly timeoutMs?: number;
  /** Requests sent for one call at most; default 4. */
  readonly attempts?: number;
  /** Pause before the second attempt, doubled before each one after that; default 500. */
  readonly backoffMs?: number;
  /** Name of the environment variable that holds the API key; absent: no key is sent. */
  readonly apiKeyVariable?: string;
  /** Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** One request. */
export interface CompletionCall<Reply extends z.ZodType> {
  /** Below the base address, e.g. `chat/completions`. */
  readonly path: string;
  /** What is sent, as JSON. */
  readonly body: unknown;
  readonly reply: Reply;
  /** Draws the host: the same seed and attempt meet the same one. */
  readonly seed: number;
  /** Aborting rejects with its reason, at once and without another attempt. */
  readonly signal?: AbortSignal;
}

/** An OpenAI-compatible server, such as vLLM, SGLang, llama.cpp or Ollama: requests out, checked replies back. */
export interface CompletionServer {
  /**
   * @throws TwinZeroError `configuration` when the server knows no such address or model or refuses the key; `engine`
   * when it stays out of reach, overloaded or broken, refuses the request or answers something else.
   */
  post<Reply extends z.ZodType>(call: CompletionCall<Reply>): Promise<z.output<Reply>>;
}

/** A failure that another attempt may mend. */
class TransientError extends Error {}

function isTransient(error: unknown): error is TransientError {
  return error instanceof TransientError;
}

/**
 * A client with bounded attempts: network errors, timeouts, 408, 429 and 5xx are tried again, on a host drawn anew.
 * A host is drawn uniformly, as published (`generation.py:35-65 @2d4cdca`), from the call's seed.
 * @throws TwinZeroError `configuration` for no host, a bad address, settings that cannot be followed, or an
 * API key variable that is not set.
 */
export function completionServer(options: CompletionServerOptions): CompletionServer {
  const { attempts = 4, backoffMs = 500, timeoutMs = 120_000 } = options;
  const { sleep = (ms: number): Promise<void> => setTimeout(ms) } = options;
  requireRetrySettings({ attempts, backoffMs });
  requireTimeout(timeoutMs);
  requireHosts(options.hosts);
  const headers = { 'content-type': 'application/json', ...authorization(options.apiKeyVariable) };
  return {
    async post(call) {
      const host = (attempt: number): string =>
        Random.seeded(call.seed).fork('host', attempt).pick(options.hosts).replace(/\/+$/, '');
      const send = async (attempt: number): Promise<string> => {
        const url = `${host(attempt)}/${call.path}`;
        return bodyOf(url, { headers, body: JSON.stringify(call.body) }, { timeoutMs, signal: call.signal });
      };
      const text = await retry(send, { attempts, backoffMs, sleep, retryable: isTransient }).catch(
        (cause: unknown) => {
          if (!isTransient(cause)) throw cause;
          throw new TwinZeroError(
            'engine',
            `${cause.message}, the last of ${attempts} attempts; see whether the server runs and is not overloaded`,
            { cause },
          );
        },
      );
      return parsed(text, call);
    },
  };
}

function requireTimeout(timeoutMs: number): void {
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1)
    throw new TwinZeroError(
      'configuration',
      `timeoutMs is ${timeoutMs}; it is an integer number of milliseconds from 1`,
    );
}

function requireHosts(hosts: readonly string[]): void {
  if (hosts.length === 0)
    throw new TwinZeroError('configuration', 'a completion server needs at least one host; give its address');
  for (const host of hosts)
    if (!URL.canParse(host) || !/^https?:$/.test(new URL(host).protocol))
      throw new TwinZeroError(
        'configuration',
        `"${host}" is no address of a completion server; give one like http://127.0.0.1:6001/v1`,
      );
}

function authorization(variable: string | undefined): { readonly authorization?: string } {
  if (variable === undefined) return {};
  const key = process.env[variable];
  if (key === undefined || key === '')
    throw new TwinZeroError(
      'configuration',
      `the environment variable ${variable}, which is to hold the API key, is not set`,
    );
  return { authorization: `Bearer ${key}` };
}

async function bodyOf(
  url: string,
  content: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  patience: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<string> {
  const { timeoutMs, signal } = patience;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      ...content,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = timeout.aborted ? `did not answer within ${timeoutMs} ms` : `failed: ${reasonOf(cause)}`;
    throw new TransientError(`${url} ${reason}`, { cause });
  }
  if (!response.ok) throw refusal(url, response.status, text);
  return text;
}

/** Node's fetch hides the reason ("fetch failed") in the cause, whose message is empty when several addresses failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}

function refusal(url: string, status: number, text: string): Error {
  const answer = `${url} answered ${status}: ${JSON.stringify(text.slice(0, 200))}`;
  if (status === 408 || status === 429 || status >= 500) return new TransientError(answer);
  if (status === 401 || status === 403)
    return new TwinZeroError('configuration', `${answer}; set the API key variable to a key it accepts`);
  if (status === 404)
    return new TwinZeroError(
      'configuration',
      `${answer}; check the address, which ends in /v1, and the model`,
    );
  return new TwinZeroError('engine', `${answer}; the server refuses this request`);
}

function parsed<Reply extends z.ZodType>(text: string, call: CompletionCall<Reply>): z.output<Reply> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const checked = call.reply.safeParse(value);
  if (checked.success) return checked.data;
  const fault = checked.error.issues[0];
  const field =
    fault === undefined || fault.path.length === 0 ? 'no JSON object' : `bad "${fault.path.join('.')}"`;
  throw new TwinZeroError(
    'engine',
    `the completion server answered ${call.path} with ${field}: ${JSON.stringify(text.slice(0, 200))}; check that it is OpenAI-compatible`,
    { cause: checked.error },
  );
}
