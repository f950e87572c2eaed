import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { ownResults } from '../core/result-folders.ts';
import { type WebPlace, type WebService, webServices } from '../search/index.ts';
import { parseSearchForm, searchForms } from './search-form.ts';

/** Flags of every command that may search the web. */
export interface WebFlags {
  readonly searchStore: string;
  readonly searchBudget?: number;
  readonly searchRate?: number;
  readonly searchReplay?: boolean;
}

/** Adds them to a command. */
export function withWebFlags(command: Command): Command {
  return command
    .option(
      '--search-store <folder>',
      'where searches of the web are kept: a cache, the record of the run, and spending.jsonl',
      join(ownResults, 'searches'),
    )
    .option(
      '--search-budget <usd>',
      'US dollars that all runs with that store may spend; the run ends, resumable, before it would spend more',
      parseUsd,
    )
    .option('--search-rate <n>', 'searches of the web that begin in a second; default 5', parseRate)
    .option('--search-replay', 'answer from the store alone: no request, no key, no cost');
}

/** Adds `--search`, with a line of help for each service of the web. */
export function withSearchFlag(command: Command): Command {
  return command
    .option('--search <form>', `the search: ${searchForms}; default the arm's`, parseSearchForm)
    .addHelpText('after', `\nSearches of the web:\n${serviceLines().join('\n')}`);
}

/** One line for each service of the web: kind, what it is, what it needs. */
export function serviceLines(): string[] {
  return [...webServices()].map(
    ([kind, service]) => `  ${kind.padEnd(10)}${service.title}; ${needText(service)}`,
  );
}

/** What a service needs, in words. */
export function needText({ needs, price }: WebService): string {
  const need =
    needs === null
      ? 'needs no key'
      : `needs ${needs.variable}${needs.holds === 'address' ? ', its address' : ''}`;
  return price === null ? need : `${need} and --search-budget`;
}

/** How the flags say that the web is searched. */
export function webPlace({
  searchStore,
  searchBudget,
  searchRate,
  searchReplay = false,
}: WebFlags): WebPlace {
  return {
    store: resolve(searchStore),
    replay: searchReplay,
    ...(searchBudget !== undefined && { budgetUsd: searchBudget }),
    ...(searchRate !== undefined && { perSecond: searchRate }),
  };
}

function parseUsd(text: string): number {
  const usd = Number(text);
  if (text.trim() !== '' && usd >= 0 && usd < Infinity) return usd;
  throw new InvalidArgumentError('give an amount of US dollars, e.g. 2.50.');
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (rate > 0 && rate < Infinity) return rate;
  throw new InvalidArgumentError('give a number above 0, e.g. 0.5 for one search in two seconds.');
}
