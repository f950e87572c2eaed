import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import { hits, hitText, hitUrl, serviceId, type WebService } from './web-service.ts';

const spec = z.strictObject({
  kind: z.literal('tavily'),
  /** Absent: `basic`, the service's default; `advanced` costs twice as much. */
  depth: z.enum(['basic', 'advanced']).exactOptional(),
});

const reply = z
  .object({ results: z.array(z.object({ title: hitText, url: hitUrl, content: hitText })) })
  .transform(({ results }) =>
    hits(results.map(({ title, url, content }) => ({ url, title, snippet: content }))),
  );

/** Most results of one request. */
const maxResults = 20;

/** Tavily, whose results are excerpts made for language models; its own answer is not asked for. */
export const tavilyKind = kind(spec, (settings): WebService => ({
  id: serviceId(settings),
  title: 'Tavily',
  documentation: 'https://docs.tavily.com/documentation/api-reference/endpoint/search',
  address: 'https://api.tavily.com',
  needs: { variable: 'TAVILY_API_KEY', holds: 'key' },
  price: { id: 'tavily', amount: settings.depth === 'advanced' ? 2 : 1 },
  request: ({ query, topK, key }) => ({
    path: '/search',
    headers: { authorization: `Bearer ${key}` },
    body: { query, max_results: Math.min(topK, maxResults), search_depth: settings.depth ?? 'basic' },
  }),
  reply,
}));
