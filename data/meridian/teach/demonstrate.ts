import type { DemonstrationTurn } from '../../../harness/core/episode.ts';
import type { Question } from '../../../harness/core/question.ts';
import type { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { type Protocol, rezeroProtocol } from '../../../harness/rollout/index.ts';
import type { SearchBackend } from '../../../harness/search/index.ts';
import type { World } from '../generate/world.ts';
import { answerTurn, brokenAnswers, searchTurn, unknownAnswer } from './demonstration-text.ts';
import { Demonstrator } from './demonstrator.ts';
import { type TeacherRates, teacherRates } from './teacher-rates.ts';

/** Draws, search and habits that a demonstration is made with. */
export interface DemonstrateOptions {
  /** Every choice and every search request forks from it. */
  readonly random: Random;
  /** Searches this world; noise may return any of its chunks. */
  readonly search: SearchBackend;
  readonly teacher?: Partial<TeacherRates>;
  /** Documents per search, default 1. */
  readonly topK?: number;
  /** Default ReZero's with the compact prompt; the turns suit any protocol with think, search and answer tags. */
  readonly protocol?: Protocol;
}

const rezeroCompact = rezeroProtocol({ prompt: 'compact' });

/**
 * Plays one question as the demonstrator would: prompt, then policy and observation turns in turn, ending with
 * an answer. Thoughts tell what the question gives and what each document is about, under the names these use.
 * @throws TwinZeroError `configuration` for a question of another world.
 */
export async function demonstrate(
  world: World,
  question: Question,
  { random, search, teacher: rates, topK = 1, protocol = rezeroCompact }: DemonstrateOptions,
): Promise<DemonstrationTurn[]> {
  const posed = world.posed.get(question.id);
  if (posed === undefined)
    throw new TwinZeroError(
      'configuration',
      `question ${question.id} is not one of the world of seed ${world.seed}`,
    );
  const teacher = { ...teacherRates, ...rates };
  const turns: DemonstrationTurn[] = [{ role: 'prompt', text: protocol.prompt(question.question) }];
  const choices = random.fork('teacher');
  const habits = random.fork('habits');
  const answered = (said: string, answer: string): DemonstrationTurn[] => {
    const broken = habits.uniform() < teacher.breakFormat ? habits.pick(brokenAnswers) : answerTurn;
    return [...turns, { role: 'policy', text: broken(said, answer) }];
  };
  const demonstrator = new Demonstrator(world, { posed, teacher, random: choices });
  let thought = demonstrator.need;
  if (habits.uniform() < teacher.skipSearch) return answered(thought, unknownAnswer);
  for (let searches = 1; ; searches += 1) {
    const { query } = demonstrator;
    turns.push({ role: 'policy', text: searchTurn(thought, query) });
    const request = {
      query,
      topK,
      question,
      random: random.fork('search', searches),
      searchIndex: searches - 1,
    };
    const { documents } = await search.search(request);
    turns.push({ role: 'observation', text: protocol.observation(documents) });
    const reading = demonstrator.read(documents, { maySearch: searches < teacher.maxSearches });
    thought = reading.thought;
    if (reading.answer !== null) return answered(thought, reading.answer);
  }
}
