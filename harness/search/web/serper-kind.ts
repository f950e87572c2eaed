import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import { given, hits, hitText, hitUrl, localeCode, serviceId, type WebService } from './web-service.ts';

const spec = z.strictObject({
  kind: z.literal('serper'),
  /** Google's `hl`. */
  language: localeCode.exactOptional(),
  /** Google's `gl`. */
  country: localeCode.exactOptional(),
});

const reply = z
  .object({ organic: z.array(z.object({ title: hitText, link: hitUrl, snippet: hitText })) })
  .transform(({ organic }) =>
    hits(organic.map(({ title, link, snippet }) => ({ url: link, title, snippet }))),
  );

/** Google through Serper. */
export const serperKind = kind(spec, (settings): WebService => ({
  id: serviceId(settings),
  title: 'Google, through Serper',
  documentation: 'https://serper.dev/playground',
  address: 'https://google.serper.dev',
  needs: { variable: 'SERPER_API_KEY', holds: 'key' },
  price: { id: 'serper', amount: 1 },
  request: ({ query, topK, key }) => ({
    path: '/search',
    headers: { 'x-api-key': key },
    body: { q: query, num: topK, ...given({ hl: settings.language, gl: settings.country }) },
  }),
  reply,
}));
