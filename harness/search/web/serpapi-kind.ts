import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import {
  given,
  hits,
  hitText,
  hitUrl,
  localeCode,
  serviceId,
  type WebReading,
  type WebService,
} from './web-service.ts';

const spec = z.strictObject({
  kind: z.literal('serpapi'),
  /** Google's `hl`; absent: SerpAPI's default, as the published call leaves it. */
  language: localeCode.exactOptional(),
  /** Google's `gl`. */
  country: localeCode.exactOptional(),
});

const reply = z
  .object({
    search_metadata: z.object({ status: z.string() }),
    search_information: z.object({ organic_results_state: z.string().optional() }).optional(),
    organic_results: z.array(z.object({ title: hitText, link: hitUrl, snippet: hitText })).optional(),
    error: z.string().optional(),
  })
  .transform((said): WebReading => {
    const { search_metadata: metadata, organic_results: found, error } = said;
    if (metadata.status !== 'Success')
      return { kind: 'failed', reason: error ?? `status ${metadata.status}` };
    if (found !== undefined)
      return hits(found.map(({ title, link, snippet }) => ({ url: link, title, snippet })));
    // A page without organic results is an answer; any other error is none.
    const empty = error === undefined || said.search_information?.organic_results_state === 'Fully empty';
    return empty ? hits([]) : { kind: 'failed', reason: error };
  });

/**
 * Google through SerpAPI, as the published real search asks it: engine `google` and `num`, nothing else
 * (`generation.py:617-648 @2d4cdca`). The key travels in the query string.
 */
export const serpapiKind = kind(spec, (settings): WebService => ({
  id: serviceId(settings),
  title: 'Google, through SerpAPI',
  documentation: 'https://serpapi.com/search-api',
  address: 'https://serpapi.com',
  needs: { variable: 'SERPAPI_API_KEY', holds: 'key' },
  price: { id: 'serpapi', amount: 1 },
  request: ({ query, topK, key }) => ({
    path: '/search.json',
    parameters: {
      engine: 'google',
      q: query,
      num: `${topK}`,
      ...given({ hl: settings.language, gl: settings.country }),
      api_key: key,
    },
  }),
  reply,
}));
