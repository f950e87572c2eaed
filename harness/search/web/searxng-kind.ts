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
  kind: z.literal('searxng'),
  language: localeCode.exactOptional(),
  /** Names of engines with commas between them, e.g. `wikipedia,mojeek`; absent: those of the server. */
  engines: z
    .string()
    .regex(/^[\w.-]+(,[\w.-]+)*$/u, 'expected names with commas between them')
    .exactOptional(),
});

const reply = z
  .object({
    results: z.array(z.object({ title: hitText, url: hitUrl, content: hitText })),
    /** Name and reason of each engine that did not answer. */
    unresponsive_engines: z.array(z.tuple([z.string(), z.string()], z.unknown())).optional(),
  })
  .transform(({ results, unresponsive_engines: silent = [] }): WebReading => {
    // Nothing found by engines that did not search is no answer.
    if (results.length === 0 && silent.length > 0)
      return { kind: 'failed', reason: silent.map(([engine, why]) => `${engine}: ${why}`).join(', ') };
    return hits(results.map(({ title, url, content }) => ({ url, title, snippet: content })));
  });

/** A SearXNG server of one's own; `json` has to stand among the formats of its settings. */
export const searxngKind = kind(spec, (settings): WebService => ({
  id: serviceId(settings),
  title: 'a SearXNG server of your own',
  documentation: 'https://docs.searxng.org/dev/search_api.html',
  address: null,
  needs: { variable: 'SEARXNG_URL', holds: 'address' },
  price: null,
  request: ({ query }) => ({
    path: '/search',
    parameters: {
      q: query,
      format: 'json',
      ...given({ language: settings.language, engines: settings.engines }),
    },
  }),
  reply,
}));
