import { pythonSplit, pythonText } from '../core/python-text.ts';

/** A query as the diversity reward compares it. */
export interface SearchQuery {
  /** Lower-cased words without operators and punctuation, one space between. */
  readonly base: string;
  /** Search operators as written, in order: `site:edu`, `"exact phrase"`, ` OR `, `-word`. */
  readonly operators: readonly string[];
}

const { space, word } = pythonText;
const operator = new RegExp(
  `(?:site|filetype):[^${space}]+|"[^"]+"|[${space}]+OR[${space}]+|[${space}]+AND[${space}]+|-[${word}]+`,
  'gu',
);
const punctuation = new RegExp(`[^${word}${space}]`, 'gu');

/**
 * Takes a query apart. Operators are found in the query as written but removed from its lower-cased form, so that
 * upper-case OR stays in the base text as `or`; a hyphenated word counts as an operator.
 * `parseSearchQuery('Fuel-cell OR "main bus"')` is `{ base: 'fuel or', operators: ['-cell', ' OR ', '"main bus"'] }`.
 * Source: `ReZero src/rewards.py:574-738 @20fb677`.
 */
export function parseSearchQuery(query: string): SearchQuery {
  const base = query.toLowerCase().replace(operator, '').replace(punctuation, ' ');
  return { base: pythonSplit(base).join(' '), operators: query.match(operator) ?? [] };
}
