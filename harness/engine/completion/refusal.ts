import { type HttpAnswer, redirectTarget, shownAddress } from '../../core/http-exchange.ts';
import { isTransientStatus, TransientError } from '../../core/retry.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { retryAfterMs } from './retry-after.ts';

/** The cause of an error that stands for a request which the server understood and does not take. */
export class RefusedRequest extends Error {}

/**
 * The error that stands for an answer which is no success: `TransientError` where another attempt may mend it,
 * TwinZeroError `configuration` where the settings have to change, `engine` otherwise. It quotes the first 200 letters
 * that `clean` leaves of the server's words.
 */
export function refusal(url: string, answer: HttpAnswer, clean: (text: string) => string): Error {
  const { status, body, headers } = answer;
  const target = redirectTarget(answer, url);
  if (target !== null)
    return new TwinZeroError(
      'configuration',
      `${clean(url)} answered ${status} and points to ${clean(shownAddress(target))}, where the request was not sent; give the address that answers by itself`,
    );
  // Cleaned before it is cut, or half a key could be left.
  const said = clean(new TextDecoder().decode(body)).slice(0, 200);
  const sentence = `${clean(url)} answered ${status}: ${JSON.stringify(said)}`;
  if (isTransientStatus(status)) return new TransientError(sentence, { retryAfterMs: retryAfterMs(headers) });
  if (status === 401 || status === 403)
    return new TwinZeroError('configuration', `${sentence}; set the API key variable to a key it accepts`);
  if (status === 404)
    return new TwinZeroError(
      'configuration',
      `${sentence}; check the address, which ends in /v1, and the model`,
    );
  return new TwinZeroError('engine', `${sentence}; the server refuses this request`, {
    cause: new RefusedRequest(`${status}`),
  });
}
