import type { Document } from '../../core/episode.ts';
import type { MonotonicClock } from '../../core/deadline.ts';
import type { SearchBackend } from '../search-backend.ts';
import { type AskOptions, askWeb } from './ask-web.ts';
import type { WebHit, WebService } from './web-service.ts';

/** Settings of `webBackend`. */
export interface WebBackendOptions extends AskOptions {
  /** US dollars of one search; 0 where it costs nothing. */
  readonly usd: number;
  /** Default: this process's. */
  readonly now?: MonotonicClock | undefined;
}

/** Asks a web search service, once a search. Its searches throw as `askWeb`. */
export function webBackend(service: WebService, options: WebBackendOptions): SearchBackend {
  const { usd, now = () => performance.now() } = options;
  return {
    id: service.id,
    async search({ query, topK }) {
      const start = now();
      const found = await askWeb(service, { query, topK }, options);
      return {
        documents: documentsOf(found, topK),
        latencyMs: Math.round(now() - start),
        ...(usd > 0 && { costUsd: usd }),
      };
    },
  };
}

/**
 * The results as documents, at most `topK`, each address once. The text is title and snippet one after the other with
 * nothing between, as published (`generation.py:617-648 @2d4cdca`), on one line, because the policy reads a result a line.
 * E.g. `Apollo 13` and `The crew came home.` give `Apollo 13The crew came home.`.
 *
 * DEVIATION(web-results): the published call shows every result that came back, as it came.
 */
export function documentsOf(found: readonly WebHit[], topK: number): readonly Document[] {
  const documents = new Map<string, Document>();
  for (const { url, title, snippet } of found) {
    const text = onOneLine(title) + onOneLine(snippet);
    if (text === '' || documents.has(url) || documents.size === topK) continue;
    documents.set(url, { id: url, text, origin: 'web' });
  }
  return [...documents.values()];
}

/** Without halves of characters, which no file can hold, and with a blank for each run of white space or controls. */
function onOneLine(text: string): string {
  return Buffer.from(text)
    .toString()
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}
