import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { Refusal } from './refusal.ts';

/** Who may ask. */
export interface Admission {
  /** Secret that clients send as X-API-Key, or as the bearer of Authorization; null for none. */
  readonly token: string | null;
  /** Names and addresses, without port, that the server is asked under; others may be a page that lured a browser here. */
  readonly hosts: ReadonlySet<string>;
}

/** Names of this machine for itself. */
export const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** True for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Lets a request in.
 * @throws Refusal 403 for one that was sent to another name or from a page of another origin, 401 without the token.
 */
export function admit({ headers }: IncomingMessage, { token, hosts }: Admission): void {
  const { host = '', origin } = headers;
  const asked = URL.canParse(`http://${host}`)
    ? new URL(`http://${host}`).hostname.replace(/^\[|\]$/gu, '')
    : '';
  if (!hosts.has(asked))
    throw new Refusal(403, `this server does not answer as ${JSON.stringify(asked)}; allow that host`);
  if (origin !== undefined && origin !== `http://${host}`)
    throw new Refusal(403, `requests from pages of ${JSON.stringify(origin)} are not answered`);
  if (token === null) return;
  const bearer = /^Bearer (.+)$/u.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'] ?? bearer;
  if (typeof key !== 'string' || !isSame(key, token))
    throw new Refusal(401, 'a token is needed; send it as the header X-API-Key');
}

/** Takes as long for a key that is nearly right as for any other. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
