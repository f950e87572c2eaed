import { Random } from '../../../harness/core/random.ts';
import { type AskedSearch, bm25Backend } from '../../../harness/search/index.ts';
import { sameEntity } from '../generate/named-part.ts';
import type { PosedQuestion, World } from '../generate/world.ts';
import { firstQuery, queryText } from './next-query.ts';
import { teacherRates } from './teacher-rates.ts';

/** One part, two and all that the question gives, alike often: policies ask vaguely and precisely. */
const teacher = { ...teacherRates, firstQueryParts: [1, 1, 1] } as const;

/**
 * The searches by which simulators of a world are measured, one a question of a part of the split: a query of one, two or
 * all parts that the question gives, what BM25 finds for it, and as a stray query that of another of these questions which
 * has no entity in common with this one. No policy is asked, so that the measure outlives every policy.
 */
export async function qualitySearches(world: World, split: 'train' | 'dev'): Promise<AskedSearch[]> {
  const random = Random.seeded(world.seed).fork('simulator quality', split);
  const search = bm25Backend(world.chunks);
  const chunks = new Set(world.split[split]);
  const asked = world.questions.flatMap((question) => {
    const posed = world.posed.get(question.id);
    if (posed === undefined || !chunks.has(question.goldChunkId)) return [];
    return { question, posed, query: queryText(firstQuery(posed.given, random.fork(question.id), teacher)) };
  });
  const found = asked.map(async ({ question, posed, query }) => {
    const others = asked.filter((other) => isAboutElse(posed, other.posed));
    const { query: strayQuery } = random.fork(question.id, 'stray').pick(others);
    const { documents } = await search.search({ question, query, topK: 1, random });
    return { question, query, strayQuery, real: documents.map(({ text }) => text) };
  });
  return Promise.all(found);
}

function isAboutElse({ given }: PosedQuestion, other: PosedQuestion): boolean {
  return !given.some((part) => other.given.some((named) => sameEntity(part, named)));
}
