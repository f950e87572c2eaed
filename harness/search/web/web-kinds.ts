import type { z } from 'zod';
import { makeKind } from '../../core/kinds.ts';
import { braveKind } from './brave-kind.ts';
import { searxngKind } from './searxng-kind.ts';
import { serpapiKind } from './serpapi-kind.ts';
import { serperKind } from './serper-kind.ts';
import { tavilyKind } from './tavily-kind.ts';
import type { WebService } from './web-service.ts';
import { wikipediaKind } from './wikipedia-kind.ts';

/** The web search services; the table is the list of what there is. */
export const webKinds = [serpapiKind, serperKind, braveKind, tavilyKind, searxngKind, wikipediaKind] as const;

/** A web search in a configuration, e.g. `{ kind: 'serpapi', language: 'en' }`. */
export type WebSpec = z.infer<(typeof webKinds)[number]['spec']>;

/** True for a search of the web. */
export function isWebSpec<Spec extends { readonly kind: string }>(
  spec: Spec,
): spec is Extract<Spec, { kind: WebSpec['kind'] }> {
  return webKinds.some((one) => one.spec.shape.kind.value === spec.kind);
}

/** The service that a configuration names. */
export function webService(spec: WebSpec): WebService {
  return makeKind<WebService, 'kind'>(webKinds, 'kind', spec);
}

/** Every service by its kind, with no settings given. */
export function webServices(): ReadonlyMap<WebSpec['kind'], WebService> {
  return new Map(
    webKinds.map(({ spec }) => [spec.shape.kind.value, webService({ kind: spec.shape.kind.value })]),
  );
}
