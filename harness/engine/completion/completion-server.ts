import type { z } from 'zod';
import { type Deadline, deadlineIn } from '../../core/deadline.ts';
import { exchange, ExchangeFailure, type HttpAnswer } from '../../core/http-exchange.ts';
import { Random } from '../../core/random.ts';
import { redact, tellingLetters } from '../../core/redact.ts';
import { RetriesSpent, retry, TransientError } from '../../core/retry.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import {
  type CompletionServerOptions,
  type CompletionSettings,
  completionSettings,
} from './completion-settings.ts';
import { refusal } from './refusal.ts';

/** One request. */
export interface CompletionCall<Reply extends z.ZodType> {
  /** Below the base address, e.g. `chat/completions`. */
  readonly path: string;
  /** Value that is sent as JSON. */
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
   * @throws TwinZeroError `configuration` when the server knows no such address or model, refuses the key or sends
   * the request elsewhere; `engine` when it stays out of reach, overloaded or broken, refuses the request or answers
   * something else. No message holds the API key.
   */
  post<Reply extends z.ZodType>(call: CompletionCall<Reply>): Promise<z.output<Reply>>;
}

/**
 * A client with bounded attempts: network errors, timeouts, 408, 429 and 5xx are tried again, on a host drawn anew,
 * after the pause that the server asks for. A host is drawn uniformly, as published (`generation.py:35-65 @2d4cdca`),
 * from the call's seed. A request is sent to the hosts given and nowhere else.
 * @throws TwinZeroError `configuration` as `completionSettings`.
 */
export function completionServer(options: CompletionServerOptions): CompletionServer {
  const settings = completionSettings(options);
  const { attempts, backoffMs, sleep, deadlineMs, now, hosts } = settings;
  return {
    async post(call) {
      const deadline = deadlineIn(deadlineMs, now);
      const body = JSON.stringify(call.body);
      const send = async (attempt: number): Promise<string> => {
        const host = Random.seeded(call.seed).fork('host', attempt).pick(hosts);
        return replyText(`${host}/${call.path}`, { body, deadline, settings, signal: call.signal });
      };
      const retrying = { attempts, backoffMs, sleep, deadline, signal: call.signal };
      const text = await retry(send, retrying).catch((cause: unknown) => {
        throw cause instanceof RetriesSpent ? givenUp(cause, deadline, settings) : cause;
      });
      return parsed(text, call, (words) => redact(words, settings.secrets));
    },
  };
}

interface Sending {
  readonly body: string;
  readonly deadline: Deadline;
  readonly settings: CompletionSettings;
  readonly signal: AbortSignal | undefined;
}

/** The text of a reply. Here alone the server's words enter, and the API key leaves them. */
async function replyText(url: string, { body, deadline, settings, signal }: Sending): Promise<string> {
  const { headers, timeoutMs, maxReplyBytes, secrets } = settings;
  const clean = (text: string): string => redact(text, secrets);
  let answer: HttpAnswer;
  try {
    answer = await exchange(url, {
      request: { method: 'POST', headers, body },
      timeoutMs: Math.max(1, Math.min(timeoutMs, deadline.left())),
      maxBytes: maxReplyBytes,
      signal,
    });
  } catch (cause) {
    if (!(cause instanceof ExchangeFailure)) throw cause;
    const message = clean(`${url} ${cause.message}`);
    if (cause.reason !== 'too-long') throw new TransientError(message, { cause });
    throw new TwinZeroError('engine', `${message}; ask for fewer tokens or raise maxReplyBytes`, { cause });
  }
  if (answer.status < 200 || answer.status > 299) throw refusal(url, answer, clean);
  return textOf(answer.body, clean(url), secrets);
}

function textOf(body: Uint8Array, url: string, secrets: readonly string[]): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new TwinZeroError(
      'engine',
      `${url} answered with something else than UTF-8; check that it is OpenAI-compatible`,
      { cause },
    );
  }
  // A shorter key is a placeholder such as EMPTY, which a reply may well hold.
  const keys = secrets.filter(({ length }) => length >= tellingLetters);
  if (redact(text, keys) !== text)
    throw new TwinZeroError(
      'engine',
      `${url} repeats the API key in its reply, of which nothing is kept; use a server that keeps it to itself`,
    );
  return text;
}

function givenUp(spent: RetriesSpent, deadline: Deadline, settings: CompletionSettings): TwinZeroError {
  const { last, attempts, pauseMs } = spent;
  const asker =
    last instanceof TransientError && last.retryAfterMs !== null ? 'the server asks for' : 'the next needs';
  const end =
    pauseMs === null
      ? `the last of ${attempts} attempts; see whether the server runs and is not overloaded`
      : `attempt ${attempts} of ${settings.attempts}; ${asker} a pause of ${pauseMs} ms and the call has ${deadline.left()} of its ${deadline.ms} ms left: ask later or raise deadlineMs`;
  return new TwinZeroError('engine', `${last.message}, ${end}`, { cause: spent });
}

function parsed<Reply extends z.ZodType>(
  text: string,
  call: CompletionCall<Reply>,
  clean: (words: string) => string,
): z.output<Reply> {
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
    fault === undefined || fault.path.length === 0
      ? 'no JSON object'
      : `bad "${fault.path.join('.')}" (${fault.message.replace(/^Invalid input: /, '')})`;
  throw new TwinZeroError(
    'engine',
    `the completion server answered ${call.path} with ${field}: ${JSON.stringify(clean(text).slice(0, 200))}; check that it is OpenAI-compatible`,
    { cause: checked.error },
  );
}
