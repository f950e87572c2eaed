import type { SearchUsage } from '../train/usage.ts';

/** The sum of what several runs, or both parts of one, asked of their search backends. */
export function addUsage(parts: readonly SearchUsage[]): SearchUsage {
  const searches = new Map<string, number>();
  for (const part of parts)
    for (const [backend, count] of Object.entries(part.searches))
      searches.set(backend, (searches.get(backend) ?? 0) + count);
  return {
    searches: Object.fromEntries(searches),
    simulatorTokens: sum(parts.map(({ simulatorTokens }) => simulatorTokens)),
    costUsd: sum(parts.map(({ costUsd }) => costUsd)),
  };
}

/** Searches over all backends. */
export function searchCount({ searches }: SearchUsage): number {
  return sum(Object.values(searches));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
