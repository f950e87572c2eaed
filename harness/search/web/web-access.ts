import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { apiKey } from '../../engine/index.ts';
import type { WebService } from './web-service.ts';

/** Address and key of a service, as the environment has them. */
export interface WebAccess {
  /** Without a slash at its end. */
  readonly address: string;
  /** Empty for a service without one. */
  readonly key: string;
}

/**
 * Reads what a service needs from the environment.
 * @param address replaces the service's own, e.g. a proxy or a test server.
 * @throws TwinZeroError `configuration` for a variable that is not set or holds no key or address; no message repeats it.
 */
export function webAccess(service: WebService, address?: string): WebAccess {
  const { needs } = service;
  const own =
    needs?.holds === 'address' && address === undefined ? addressIn(needs.variable) : service.address;
  const at = address ?? own;
  if (at === null) throw new TwinZeroError('internal', `${service.id} has no address`);
  return {
    address: at.replace(/\/+$/u, ''),
    key: needs?.holds === 'key' ? apiKey(needs.variable) : '',
  };
}

function addressIn(variable: string): string {
  const text = process.env[variable] ?? '';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/u.test(url.protocol) && url.username === '' && !/[?#]/u.test(text))
    return text;
  throw new TwinZeroError(
    'configuration',
    `the environment variable ${variable} ${text === '' ? 'is not set' : 'holds no address of a server'}; set it to one like http://127.0.0.1:8888, without a user or a query`,
  );
}
