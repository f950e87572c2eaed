import { setTimeout } from 'node:timers/promises';
import { type Deadline, deadlineIn } from '../../../core/deadline.ts';
import type { HttpAnswer } from '../../../core/http-exchange.ts';
import { TransientError } from '../../../core/retry.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import {
  codecOf,
  futureState,
  jsonType,
  protobufType,
  retrieveFutureRequest,
  type WireMessage,
} from '../wire/index.ts';
import { readAnswer } from './read-answer.ts';
import type { ServerLine } from './server-line.ts';

/** A result that is awaited. */
export interface AwaitedResult<Message> {
  readonly requestId: string;
  readonly result: WireMessage<Message>;
  /** Milliseconds for which the server holds the question. */
  readonly longPollMs: number;
}

/** An answer that is no result: what to do next. */
type Next = { readonly pauseMs: number } | { readonly result: HttpAnswer };

/** Ours: a server that says at once that there is nothing yet is asked a few times a second. */
const shortestPollMs = 200;
const longestPauseMs = 30_000;

/**
 * Asks for a result until it is there: 408, 5xx and "try again" are asked again at once, 429 and broken lines after
 * 1, 2, 4 and so on up to 30 seconds, 402 every five (the official client's `api_future_impl.py`).
 * @throws TwinZeroError `engine` when the request failed, its result is gone (404, 410), or the time is over; otherwise
 * as `ServerLine.refusal`.
 */
export async function awaitResult<Message>(
  line: ServerLine,
  awaited: AwaitedResult<Message>,
): Promise<Message> {
  const { requestId, result, longPollMs } = awaited;
  const { resultDeadlineMs = 3_600_000, sleep = pause } = line.place;
  const deadline = deadlineIn(resultDeadlineMs, line.now);
  const body = retrieveFutureRequest.json.encode({ request_id: requestId, allow_metadata_only: false });
  const accept = result.protobuf === null ? jsonType : `${protobufType}, ${jsonType}`;
  for (let failures = 0; ;) {
    const asked = line.now();
    const next = await question(line, { body, accept, timeoutMs: longPollMs + 15_000 });
    if ('result' in next) return messageOf(line, result, next.result);
    failures = next.pauseMs > 0 ? failures + 1 : 0;
    const doubled = next.pauseMs > 0 ? Math.min(next.pauseMs * 2 ** (failures - 1), longestPauseMs) : 0;
    const pauseMs = Math.max(doubled, shortestPollMs - (line.now() - asked), 0);
    requireTime(line, deadline, pauseMs);
    if (pauseMs > 0) await sleep(pauseMs);
  }
}

async function question(
  line: ServerLine,
  request: { readonly body: Uint8Array; readonly accept: string; readonly timeoutMs: number },
): Promise<Next> {
  let answer: HttpAnswer;
  try {
    answer = await line.send({ endpoint, contentType: jsonType, ...request });
  } catch (error) {
    if (error instanceof TransientError) return { pauseMs: 1000 };
    throw error;
  }
  const { status } = answer;
  const pauseMs = status >= 500 ? 1000 : pauses.get(status);
  if (pauseMs !== undefined) return { pauseMs };
  if (status === 410 || status === 404) throw gone(line.where(endpoint), status);
  if (status < 200 || status > 299) throw line.refusal(endpoint, answer);
  return judged(line, answer);
}

/** Pause after an answer of this status, before it is doubled. */
const pauses: ReadonlyMap<number, number> = new Map([
  [408, 0],
  [429, 1000],
  [402, 5000],
]);

/** What an answer of success says. */
function judged(line: ServerLine, answer: HttpAnswer): Next {
  if (isProtobuf(answer)) return { result: answer };
  const state = readAnswer(line, { endpoint, body: answer.body }, futureState.json);
  if (state.kind === 'failed')
    throw new TwinZeroError(
      'engine',
      `${line.where(endpoint)}: the request failed on the server (${state.category}): ${JSON.stringify(state.error.slice(0, 300))}; see the server's log`,
    );
  return state.kind === 'done' ? { result: answer } : { pauseMs: 0 };
}

const endpoint = 'retrieve_future';

function isProtobuf({ headers }: HttpAnswer): boolean {
  return headers.get('content-type')?.startsWith(protobufType) === true;
}

function messageOf<Message>(line: ServerLine, result: WireMessage<Message>, answer: HttpAnswer): Message {
  const codec = codecOf(result, isProtobuf(answer) ? 'protobuf' : 'json');
  return readAnswer(line, { endpoint, body: answer.body }, codec);
}

function gone(where: string, status: number): TwinZeroError {
  return new TwinZeroError(
    'engine',
    `${where} answered ${status}: the server has forgotten the request; resume the run, which asks anew`,
  );
}

function requireTime(line: ServerLine, deadline: Deadline, pauseMs: number): void {
  if (deadline.left() > pauseMs) return;
  throw new TwinZeroError(
    'engine',
    `${line.where(endpoint)} had no result after ${deadline.ms} ms; see the server's log, or raise resultDeadlineMs`,
  );
}

function pause(ms: number): Promise<void> {
  return setTimeout(ms);
}
