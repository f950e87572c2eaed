import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import { given, hits, hitText, hitUrl, localeCode, serviceId, type WebService } from './web-service.ts';

const spec = z.strictObject({
  kind: z.literal('brave'),
  /** `search_lang`. */
  language: localeCode.exactOptional(),
  country: localeCode.exactOptional(),
});

const reply = z
  .object({
    type: z.literal('search'),
    /** Absent where nothing was found. */
    web: z
      .object({ results: z.array(z.object({ title: hitText, url: hitUrl, description: hitText })) })
      .optional(),
  })
  .transform(({ web }) =>
    hits((web?.results ?? []).map(({ title, url, description }) => ({ url, title, snippet: description }))),
  );

/** Most results of one request. */
const maxCount = 20;

/** Brave Search, without the tags that mark the words of the query. */
export const braveKind = kind(spec, (settings): WebService => ({
  id: serviceId(settings),
  title: 'Brave Search',
  documentation: 'https://api-dashboard.search.brave.com/app/documentation/web-search/get-started',
  address: 'https://api.search.brave.com',
  needs: { variable: 'BRAVE_SEARCH_API_KEY', holds: 'key' },
  price: { id: 'brave', amount: 1 },
  request: ({ query, topK, key }) => ({
    path: '/res/v1/web/search',
    parameters: {
      q: query,
      count: `${Math.min(topK, maxCount)}`,
      result_filter: 'web',
      text_decorations: 'false',
      ...given({ search_lang: settings.language, country: settings.country }),
    },
    headers: { accept: 'application/json', 'x-subscription-token': key },
  }),
  reply,
}));
