import type { Random } from '../../../harness/core/random.ts';
import { keyParts, type NamedPart, partWord, renamed, sameEntity } from '../generate/named-part.ts';
import type { Link } from '../generate/world.ts';
import type { Finding } from './judge-document.ts';
import type { TeacherRates } from './teacher-rates.ts';

/** A query as the demonstrator thinks of it: parts of a key, or a case. */
export type Query =
  | { readonly kind: 'parts'; readonly parts: readonly NamedPart[]; readonly all: readonly NamedPart[] }
  | { readonly kind: 'case'; readonly callSign: string; readonly saysCase: boolean };

/** The words of a query. */
export function queryText(query: Query): string {
  if (query.kind === 'parts') return query.parts.map(partWord).join(' ');
  return query.saysCase ? `case ${query.callSign}` : query.callSign;
}

/** The first query: some of the parts that the question gives, under its names. */
export function firstQuery(given: readonly NamedPart[], random: Random, teacher: TeacherRates): Query {
  const counts = teacher.firstQueryParts.slice(0, given.length - 1);
  const all = teacher.firstQueryParts.slice(given.length - 1).reduce((sum, weight) => sum + weight, 0);
  const count = pickWeighted(random, [...counts, all]) + 1;
  const chosen = new Set(random.shuffle(given).slice(0, count));
  const parts = given.filter((part) => chosen.has(part));
  // Forked, so that a teacher who never renames draws what it drew before.
  const habit = random.fork('rename first');
  if (habit.uniform() >= teacher.renameFirst) return { kind: 'parts', parts, all: given };
  const other = habit.pick(parts);
  const named = (some: readonly NamedPart[]): NamedPart[] =>
    some.map((part) => (part === other ? renamed(part) : part));
  return { kind: 'parts', parts: named(parts), all: named(given) };
}

/** The query for the second chunk, once the first has been read; a recurrence is asked for under the first's names. */
export function linkQuery(link: Link, bridge: Finding & { readonly kind: 'bridge' }): Query {
  if (link.kind === 'case') return { kind: 'case', callSign: link.callSign, saysCase: true };
  const parts = keyParts(bridge.incident.key).map((part) => (part.part === 'phase' ? link.phase : part));
  return { kind: 'parts', parts, all: parts };
}

/** The query after a miss: the same again, or completed, or under other names. */
export function retryQuery(
  query: Query,
  missed: Finding | null,
  { random, teacher }: { readonly random: Random; readonly teacher: TeacherRates },
): Query {
  if (random.uniform() < teacher.repeatQuery) return query;
  if (query.kind === 'case') return { ...query, saysCase: !query.saysCase };
  if (query.parts.length < query.all.length) return { ...query, parts: query.all };
  const count = random.uniform() < teacher.renameTwo ? 2 : 1;
  const suspects = random.uniform() < teacher.informedRename ? unshared(query.parts, missed) : [];
  const chosen = new Set(random.shuffle(suspects.length === 0 ? query.parts : suspects).slice(0, count));
  const parts = query.parts.map((part) => (chosen.has(part) ? renamed(part) : part));
  return { ...query, parts, all: parts };
}

/** The parts of the query that the missed chunk is not about. */
function unshared(parts: readonly NamedPart[], missed: Finding | null): NamedPart[] {
  const incident = missed?.incident;
  if (incident?.kind !== 'report') return [];
  return parts.filter((part) => !sameEntity(part, incident.key[part.part]));
}

/** The index of one weight, with a chance in proportion to it. */
export function pickWeighted(random: Random, weights: readonly number[]): number {
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return index < 0 ? weights.length - 1 : index;
}
