import type { DemonstrationTurn } from '../../../harness/core/episode.ts';
import type { Question } from '../../../harness/core/question.ts';
import { Random } from '../../../harness/core/random.ts';
import {
  bm25Backend,
  compactFormat,
  emphasiseAnswer,
  type SearchBackend,
} from '../../../harness/search/index.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { renamed } from '../generate/named-part.ts';
import type { World } from '../generate/world.ts';
import { firstQuery, linkQuery, queryText } from './next-query.ts';
import { teacherRates } from './teacher-rates.ts';

/** Seed of a document writer's examples, their number per step, and the steps before the next world. */
export interface WriterOptions {
  readonly seed: number;
  readonly perStep: number;
  readonly stepsPerWorld: number;
}

/** Seeds of writers' worlds start here, far from the shipped world's and from those of the base policy. */
const firstWorldSeed = 50_000_000;

/** Share of examples that name question and answer, and whose document states the answer. */
const answeredShare = 0.85;

/**
 * Examples that teach a model to write documents of an archive before it has seen any search: a query of some world
 * other than the shipped one, and a document of that world; either one that answers the question, which is then told
 * with its answer, or what BM25 finds, untold. The label line is drawn blindly: an untuned writer must not know it.
 */
export function writerExamples({
  seed,
  perStep,
  stepsPerWorld,
}: WriterOptions): (step: number) => Promise<DemonstrationTurn[][]> {
  const root = Random.seeded(seed).fork('writer');
  let current = openWorld(seed, 0);
  return (step) => {
    const index = Math.floor(step / stepsPerWorld);
    if (current.index !== index) current = openWorld(seed, index);
    const { world, search } = current;
    return Promise.all(
      Array.from({ length: perStep }, (_, sample) => example(world, search, root.fork(step, sample))),
    );
  };
}

interface OpenWorld {
  readonly index: number;
  readonly world: World;
  readonly search: SearchBackend;
}

function openWorld(seed: number, index: number): OpenWorld {
  const world = generateWorld(firstWorldSeed + seed * 100_000 + index);
  return { index, world, search: bm25Backend(world.chunks) };
}

async function example(world: World, search: SearchBackend, random: Random): Promise<DemonstrationTurn[]> {
  const question = random.fork('question').pick(world.questions);
  const query = queryFor(world, question, random.fork('query'));
  const answered = random.fork('answered').uniform() < answeredShare;
  const text = answered
    ? textOf(world, question.goldChunkId)
    : await found(search, { question, query, random });
  const label = random.fork('label').uniform() < 0.5 ? 'useful' : 'noisy';
  const request = {
    query,
    question: question.question,
    gold: question.answers[0],
    label,
    documents: 1,
  } as const;
  const told = compactFormat.prompt({ ...request, label: answered ? 'useful' : 'noisy' }, 'prompt');
  const prompt = told.replace(/^\w+/u, label === 'useful' ? 'Useful' : 'Noisy');
  return [
    { role: 'prompt', text: prompt },
    ...emphasiseAnswer(compactFormat.completion([text]), answered ? question.answers[0] : null),
  ];
}

async function found(
  search: SearchBackend,
  {
    question,
    query,
    random,
  }: { readonly question: Question; readonly query: string; readonly random: Random },
): Promise<string> {
  const { documents } = await search.search({ query, topK: 1, question, random });
  return documents[0]?.text ?? '';
}

/** A query as a policy would write it: some parts under either name, or the second hop's. */
function queryFor(world: World, question: Question, random: Random): string {
  const posed = world.posed.get(question.id);
  const incident = world.incidents.get(question.chunkIds[0] ?? '');
  if (posed === undefined) return question.question;
  if (
    incident?.kind === 'report' &&
    incident.link !== null &&
    posed.hop !== 'single' &&
    random.uniform() < 0.5
  )
    return queryText(linkQuery(incident.link, { kind: 'bridge', incident, link: incident.link }));
  const given = posed.given.map((part) => (random.uniform() < 0.2 ? renamed(part) : part));
  return queryText(firstQuery(given, random, teacherRates));
}

function textOf(world: World, chunkId: string): string {
  return world.chunks.find(({ id }) => id === chunkId)?.text ?? '';
}
