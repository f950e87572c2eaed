import {
  exchange,
  ExchangeFailure,
  type Fetch,
  type HttpAnswer,
  redirectTarget,
  shownAddress,
} from '../../core/http-exchange.ts';
import { redact, tellingLetters } from '../../core/redact.ts';
import { isTransientStatus, LastingSearchError, transientSearchError } from '../../core/retry.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { retryAfterMs } from '../../engine/index.ts';
import type { WebAccess } from './web-access.ts';
import type { WebHit, WebQuery, WebService } from './web-service.ts';

/** Access to a service and the patience to have with it. */
export interface AskOptions extends WebAccess {
  /** Of one request, until the last byte of its answer. */
  readonly timeoutMs: number;
  /** Default: the global one. */
  readonly fetch?: Fetch | undefined;
}

/** Bytes read of an answer; ours, some hundred times what ten results take. */
const maxBytes = 4_194_304;

/**
 * Sends one request to a service and reads its answer. The address with its query string, which may hold the key,
 * stands in no error, nor does the key.
 * @throws TwinZeroError `search`, lasting where another request would not mend it; `configuration` for a key or account
 * that the service refuses and for an answer that sends the request elsewhere.
 */
export async function askWeb(
  service: WebService,
  asked: Omit<WebQuery, 'key'>,
  options: AskOptions,
): Promise<readonly WebHit[]> {
  const { address, key, timeoutMs, fetch } = options;
  const { path, parameters = {}, headers = {}, body } = service.request({ ...asked, key });
  const url = new URL(`${address}${path}`);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const server: Server = { service, url, key };
  const request = {
    method: body === undefined ? 'GET' : 'POST',
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  let answer: HttpAnswer;
  try {
    answer = await exchange(url.href, { request, timeoutMs, maxBytes, fetch });
  } catch (cause) {
    if (!(cause instanceof ExchangeFailure)) throw cause;
    // Not as a cause: what lies below it may hold the address in full.
    if (cause.reason === 'too-long') throw new LastingSearchError(sentence(server, cause.message));
    throw transientSearchError(sentence(server, cause.message));
  }
  if (answer.status < 200 || answer.status > 299) throw refusal(server, answer);
  return hitsIn(server, answer.body);
}

interface Server {
  readonly service: WebService;
  readonly url: URL;
  readonly key: string;
}

/** What happened, without the key; the path is shown and the query is not. */
function sentence({ service, url, key }: Server, what: string): string {
  return `${service.id} at ${shownAddress(url)} ${cleaned(what, key)}`;
}

function cleaned(text: string, key: string): string {
  return key === '' ? text : redact(text, [key]);
}

/** The first 200 letters of a server's words, as JSON; cleaned before they are cut, or half a key could be left. */
function quoted(text: string, key: string): string {
  return JSON.stringify(cleaned(text, key).slice(0, 200));
}

/** 402 and Tavily's 432 and 433 say that the account's searches are used up. */
const refusedAccount: ReadonlySet<number> = new Set([401, 402, 403, 432, 433]);

function refusal(server: Server, answer: HttpAnswer): TwinZeroError {
  const { service, url, key } = server;
  const { status, headers, body } = answer;
  const target = redirectTarget(answer, url.href);
  if (target !== null)
    return new TwinZeroError(
      'configuration',
      sentence(
        server,
        `answered ${status} and points to ${shownAddress(target)}, where the request was not sent; check its address`,
      ),
    );
  const said = sentence(server, `answered ${status}: `) + quoted(new TextDecoder().decode(body), key);
  if (isTransientStatus(status)) return transientSearchError(said, retryAfterMs(headers));
  if (!refusedAccount.has(status)) return new LastingSearchError(`${said}; it does not take this request`);
  return new TwinZeroError('configuration', `${said}; ${accountAdvice(service)}`);
}

function accountAdvice({ needs, documentation }: WebService): string {
  return needs?.holds === 'key'
    ? `set ${needs.variable} to a key that it accepts, of an account with searches left`
    : `see what it allows (${documentation})`;
}

function hitsIn(server: Server, body: Uint8Array): readonly WebHit[] {
  const { service, key } = server;
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    value = JSON.parse(text);
  } catch {
    // As a proxy that cuts an answer, or puts a page of its own in its place, leaves it.
    throw transientSearchError(
      sentence(server, `answered with something else than JSON: `) +
        quoted(new TextDecoder().decode(body), key),
    );
  }
  // A shorter key is a placeholder, which a document may well hold.
  if (key.length >= tellingLetters && cleaned(text, key) !== text)
    throw new LastingSearchError(sentence(server, 'repeats the key in its answer, of which nothing is kept'));
  const read = service.reply.safeParse(value);
  if (!read.success) {
    const [fault] = read.error.issues;
    const field = fault === undefined || fault.path.length === 0 ? 'its form' : `"${fault.path.join('.')}"`;
    throw new LastingSearchError(
      sentence(server, `answered otherwise than ${service.documentation} says: ${field} is wrong: `) +
        quoted(text, key),
    );
  }
  if (read.data.kind === 'failed')
    throw transientSearchError(sentence(server, `did not search: `) + quoted(read.data.reason, key));
  return read.data.hits;
}
