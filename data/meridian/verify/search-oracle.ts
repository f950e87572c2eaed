import type { Document } from '../../../harness/core/episode.ts';
import { type NamedPart, partWord, renamed } from '../generate/named-part.ts';
import type { Link, PosedQuestion, World } from '../generate/world.ts';
import { judgeDocuments } from '../teach/judge-document.ts';
import { linkQuery, queryText } from '../teach/next-query.ts';

/** Most searches the oracle makes. */
export const oracleSearches = 4;

/** Searches of the oracle for one question, and their end. */
export interface OracleResult {
  readonly queries: readonly string[];
  /** The chunk it would answer from; null when it found none. */
  readonly chunkId: string | null;
}

/**
 * Answers as a stubborn reader who knows both names of everything could, in at most four searches of at most four
 * words: it tries one combination of names after the other until a chunk fits, then follows the link that chunk
 * gives. It sees what a policy sees and never which chunk is the right one.
 */
export function searchOracle(
  world: World,
  posed: PosedQuestion,
  search: (query: string) => readonly Document[],
): OracleResult {
  const queries: string[] = [];
  const plan = reformulations(posed.given);
  let link: Link | null = null;
  while (queries.length < oracleSearches) {
    const query = plan.shift();
    if (query === undefined) break;
    queries.push(query);
    const finding = judgeDocuments(world, posed, { documents: search(query), link });
    if (finding?.kind === 'match') return { queries, chunkId: finding.incident.chunkId };
    if (finding?.kind === 'bridge' && link === null) {
      link = finding.link;
      plan.unshift(queryText(linkQuery(link, finding)));
    }
  }
  return { queries, chunkId: null };
}

/** Queries in the order to try: as given, then renamed; the last part goes under both its names each time. */
function reformulations(given: readonly NamedPart[]): string[] {
  const fixed = given.slice(0, -1);
  const last = given.slice(-1).flatMap((part) => [part, renamed(part)]);
  return fixed
    .reduce<NamedPart[][]>(
      (lists, part) => [...lists.map((l) => [...l, part]), ...lists.map((l) => [...l, renamed(part)])],
      [[]],
    )
    .map((parts) => [...parts, ...last].map(partWord).join(' '));
}
