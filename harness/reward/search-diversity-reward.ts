import { pythonSplit, pythonText } from '../core/python-text.ts';
import { assistantTexts, plainTagBodies } from '../core/tag-bodies.ts';
import type { RewardValue, Scorable } from './reward.ts';
import { sequenceMatcherRatio } from './sequence-matcher-ratio.ts';

/** A query as the diversity reward compares it. */
export interface SearchQuery {
  /** Lower-cased words without operators and punctuation, one space between. */
  readonly base: string;
  /** Search operators as written, in order: `site:edu`, `"exact phrase"`, ` OR `, `-word`. */
  readonly operators: readonly string[];
}

/** Bounds of the comparison pair by pair: more than any published episode holds, few enough for a second at the worst. */
const compared = { queries: 40, codePoints: 500 } as const;

const { space, word } = pythonText;
const operatorPattern = new RegExp(
  `(?:site|filetype):[^${space}]+|"[^"]+"|(?<![${space}])[${space}]+(?:OR|AND)[${space}]+|-[${word}]+`,
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
  const base = query.toLowerCase().replace(operatorPattern, '').replace(punctuation, ' ');
  return { base: pythonSplit(base).join(' '), operators: query.match(operatorPattern) ?? [] };
}

/**
 * Search diversity, 0 to 1: pays for queries that differ and use search operators, charges for near and exact
 * duplicates. 0 without a query, 0.2 for exactly one. Terms are added in the order of the reference, so that the
 * sum is equal to the last bit.
 * Source: `ReZero src/rewards.py:574-738 @20fb677`; weight 1.
 *
 * DEVIATION(compared-queries): the published reward compares every pair of queries in full, in time that grows with the
 * square of their number and faster than the square of their length; here pairs are those of the first 40 queries, and
 * of each its first 500 characters. Duplicates and operators are counted over all.
 */
export function searchDiversityReward({ messages }: Scorable): RewardValue {
  const queries = assistantTexts(messages).flatMap((text) =>
    plainTagBodies(text, 'search').map(parseSearchQuery),
  );
  if (queries.length < 2) return { value: 0.2 * queries.length };
  const distinct = new Set(queries.map(({ base }) => base)).size;
  const operators = new Set(queries.flatMap((query) => query.operators)).size;
  const { similarity, near } = comparePairs(queries.slice(0, compared.queries));
  const base = Math.min(0.4, 0.2 * distinct);
  const diversity = (1 - similarity) * 0.4;
  const users = queries.filter((query) => query.operators.length > 0).length;
  const operatorBonus = Math.min(0.15, operators * 0.05) + 0.05 * (users / queries.length);
  const nearPenalty = near * 0.1 * (operators >= 2 ? 0.5 : 1);
  const duplicatePenalty = (queries.length - distinct) * 0.2;
  const total = base + diversity + operatorBonus - nearPenalty - duplicatePenalty;
  return { value: Math.max(0, Math.min(1, total)) };
}

/** Mean similarity over the pairs i < j, and the number of pairs whose base texts are over 0.8 alike but differ. */
function comparePairs(queries: readonly SearchQuery[]): { similarity: number; near: number } {
  let sum = 0;
  let pairs = 0;
  let near = 0;
  const starts = queries.map(({ base, operators }) => ({ base: startOf(base), operators }));
  starts.forEach((first, i) => {
    for (const second of starts.slice(i + 1)) {
      const ratio = sequenceMatcherRatio(first.base, second.base);
      sum += ratio * operatorFactor(first.operators, second.operators);
      pairs += 1;
      if (ratio > 0.8 && ratio < 1) near += 1;
    }
  });
  return { similarity: sum / pairs, near };
}

function startOf(text: string): string {
  return text.length <= compared.codePoints ? text : Array.from(text).slice(0, compared.codePoints).join('');
}

/** 1 for equal operator lists, else 0.2 less for each operator only one has, 0.3 at least. */
function operatorFactor(first: readonly string[], second: readonly string[]): number {
  const equal = first.length === second.length && first.every((operator, at) => operator === second[at]);
  if (equal) return 1;
  const [a, b] = [new Set(first), new Set(second)];
  const onlyOne =
    [...a].filter((operator) => !b.has(operator)).length + [...b].filter((o) => !a.has(o)).length;
  return Math.max(0.3, 1 - onlyOne * 0.2);
}
