import { readPriceList } from '../core/price-list.ts';
import { priceOf, type WebService } from '../search/index.ts';
import { needText } from './web-flags.ts';

/** A service of the web as `describe` shows it. */
export interface ServiceDescription {
  readonly search: string;
  readonly title: string;
  readonly documentation: string;
  readonly needs: string;
  /** US dollars of one search with the settings it has by default, and where the price is from; null for none. */
  readonly price: { readonly usd: number; readonly date: string; readonly source: string } | null;
}

/** A service of the web, with the price that a budget is held against. */
export function describeService(service: WebService): ServiceDescription {
  const { id, title, documentation, price } = service;
  const prices = readPriceList();
  const listed = price === null ? undefined : prices.get(price.id);
  return {
    search: id,
    title,
    documentation,
    needs: needText(service),
    price:
      listed === undefined
        ? null
        : { usd: priceOf(service, prices), date: listed.date, source: listed.source },
  };
}

/** The description for people. */
export function serviceText({ search, title, documentation, needs, price }: ServiceDescription): string {
  return [
    `${search}: ${title}`,
    `  ${needs}`,
    `  documentation: ${documentation}`,
    price === null
      ? '  costs nothing'
      : `  ${price.usd.toFixed(4)} US dollars a search (data/prices.json, ${price.date}): ${price.source}`,
    '  run: --search with --search-store, --search-budget and --search-rate; replay: --search-replay',
  ].join('\n');
}
