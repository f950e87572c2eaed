import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import {
  hits,
  hitText,
  hitUrl,
  localeCode,
  serviceId,
  type WebReading,
  type WebService,
} from './web-service.ts';

const spec = z.strictObject({
  kind: z.literal('wikipedia'),
  /** Absent: `en`. */
  language: localeCode.exactOptional(),
  /** Characters of each article's introduction, from 1 to the service's 1,200; absent: 500, some 100 tokens, ours. */
  characters: z.number().int().min(1).max(1200).exactOptional(),
});

const page = z.object({ title: z.string(), index: z.number().int(), fullurl: hitUrl, extract: hitText });

const reply = z
  .union([
    z.object({ error: z.object({ code: z.string(), info: z.string() }) }),
    // Without `query` where nothing was found.
    z.object({ batchcomplete: z.literal(true), query: z.object({ pages: z.array(page) }).optional() }),
  ])
  .transform((said): WebReading => {
    if ('error' in said) return { kind: 'failed', reason: `${said.error.code}: ${said.error.info}` };
    const pages = (said.query?.pages ?? []).toSorted((a, b) => a.index - b.index);
    return hits(pages.map(({ title, fullurl, extract }) => ({ url: fullurl, title, snippet: extract })));
  });

/** Most extracts of one request. */
const maxExtracts = 20;

/** Wikipedia's own search, each article with the start of its introduction as plain text. */
export const wikipediaKind = kind(spec, (settings): WebService => ({
  id: serviceId(settings),
  title: "Wikipedia's own search, with the start of each article",
  documentation:
    'https://www.mediawiki.org/wiki/API:Search and https://www.mediawiki.org/wiki/Extension:TextExtracts',
  address: `https://${settings.language ?? 'en'}.wikipedia.org`,
  needs: null,
  price: null,
  request: ({ query, topK }) => ({
    path: '/w/api.php',
    parameters: {
      action: 'query',
      format: 'json',
      formatversion: '2',
      generator: 'search',
      gsrsearch: query,
      gsrlimit: `${Math.min(topK, maxExtracts)}`,
      prop: 'extracts|info',
      inprop: 'url',
      exintro: '1',
      explaintext: '1',
      exlimit: 'max',
      exchars: `${settings.characters ?? 500}`,
    },
    // Requests without a name of their own are refused (https://foundation.wikimedia.org/wiki/Policy:User-Agent_policy).
    headers: { 'user-agent': 'TwinZero/0.1.0 (research on language models that search; one client)' },
  }),
  reply,
}));
