import { setTimeout } from 'node:timers/promises';
import { deadlineIn } from '../../../core/deadline.ts';
import type { HttpAnswer } from '../../../core/http-exchange.ts';
import { RetriesSpent, retry, TransientError } from '../../../core/retry.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { LineRequest, ServerLine } from './server-line.ts';

/** Longest wait for an account to be paid, and the pause between questions; as the official client. */
const billing = { mostMs: 3_600_000, pauseMs: 5_000 } as const;

/** Settings of `submit`. */
export interface SubmitOptions {
  /** True where 409 means that a number was used again with another body, which no attempt mends. */
  readonly conflictIsFinal: boolean;
}

/**
 * Posts a request until it is answered with success: 408, 429, 5xx, timeouts and broken lines are tried again after
 * 1, 2, 4 and so on up to 30 seconds, or after the pause that the server asks for, for five minutes (the official
 * client's `execute_with_retries`); 402 every five seconds for an hour.
 * @throws TwinZeroError as `ServerLine.refusal`, and `engine` when the time is over.
 */
export async function submit(
  line: ServerLine,
  request: LineRequest,
  { conflictIsFinal }: SubmitOptions,
): Promise<HttpAnswer> {
  const { deadlineMs = 300_000, sleep } = line.place;
  const unpaid = deadlineIn(billing.mostMs, line.now);
  const once = async (): Promise<HttpAnswer> => {
    const answer = await line.send(request);
    if (answer.status >= 200 && answer.status < 300) return answer;
    if (answer.status === 409 && !conflictIsFinal)
      throw new TransientError(`${line.where(request.endpoint)} answered 409`);
    if (answer.status !== 402) throw line.refusal(request.endpoint, answer);
    if (unpaid.left() < billing.pauseMs) throw line.refusal(request.endpoint, answer);
    return answer;
  };
  for (;;) {
    const answer = await retry(once, {
      attempts: 100,
      backoffMs: 1000,
      mostBackoffMs: 30_000,
      deadline: deadlineIn(deadlineMs, line.now),
      sleep,
    }).catch((cause: unknown) => {
      throw cause instanceof RetriesSpent ? givenUp(cause, deadlineMs) : cause;
    });
    if (answer.status !== 402) return answer;
    await (sleep ?? pause)(billing.pauseMs);
  }
}

function pause(ms: number): Promise<void> {
  return setTimeout(ms);
}

function givenUp(spent: RetriesSpent, deadlineMs: number): TwinZeroError {
  return new TwinZeroError(
    'engine',
    `${spent.last.message}, ${spent.attempts} times in ${deadlineMs} ms; see whether the server runs, then resume the run`,
    { cause: spent },
  );
}
