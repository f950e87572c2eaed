import { z } from 'zod';

/** One search as a service is asked for it. */
export interface WebQuery {
  readonly query: string;
  /** Results wanted, from 1. */
  readonly topK: number;
  /** Empty for a service without one. */
  readonly key: string;
}

/** One HTTP request below the address of a service. */
export interface WebRequest {
  /** From a slash on, e.g. `/search`. */
  readonly path: string;
  /** Of the address; may hold the key, and is therefore never written down. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST as JSON; absent: GET. */
  readonly body?: unknown;
}

/** One result as a service gives it: text of strangers. */
export interface WebHit {
  readonly url: string;
  readonly title: string;
  /** Empty where there is none. */
  readonly snippet: string;
}

/** What an answer says: results, best first, or, in words of the service, that it could not search. */
export type WebReading =
  | { readonly kind: 'hits'; readonly hits: readonly WebHit[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** A web search service with its settings, as data: what is sent and what is read. It opens and sends nothing. */
export interface WebService {
  /** Name with settings, e.g. `serpapi(language=en)`. */
  readonly id: string;
  /** E.g. `Google, through SerpAPI`. */
  readonly title: string;
  /** Page of its documentation that describes request and answer. */
  readonly documentation: string;
  /** Null where everybody has an own one, which then stands in the variable. */
  readonly address: string | null;
  /** The environment variable that it needs; null for none. */
  readonly needs: { readonly variable: string; readonly holds: 'key' | 'address' } | null;
  /** Price of one search: an id of `data/prices.json` and how many units of it; null where it costs nothing. */
  readonly price: { readonly id: string; readonly amount: number } | null;
  readonly request: (asked: WebQuery) => WebRequest;
  readonly reply: z.ZodType<WebReading>;
}

/** Address of a result; of the web, so that none can pass for a chunk of a corpus. */
export const hitUrl = z.url({ protocol: /^https?$/u });

/** Title or snippet; empty where the service leaves it out. */
export const hitText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** A code of a language or country, e.g. `en` or `pt-br`. */
export const localeCode = z
  .string()
  .regex(/^[a-z]{2,3}(-[a-z]{2,4})?$/u, 'expected a code such as "en" or "pt-br"');

/** Results found, none included. */
export function hits(found: readonly WebHit[]): WebReading {
  return { kind: 'hits', hits: found };
}

/** The name of a service with the settings that are given, sorted. */
export function serviceId({
  kind,
  ...settings
}: {
  readonly kind: string;
  readonly [setting: string]: unknown;
}): string {
  const named = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`)
    .sort();
  return named.length === 0 ? kind : `${kind}(${named.join(',')})`;
}

/** The fields that have a value. */
export function given(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}
