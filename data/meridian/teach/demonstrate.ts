import type { DemonstrationTurn } from '../../../harness/core/episode.ts';
import type { Question } from '../../../harness/core/question.ts';
import type { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { type Protocol, rezeroProtocol } from '../../../harness/rollout/index.ts';
import type { SearchBackend } from '../../../harness/search/index.ts';
import type { Link, PosedQuestion, World } from '../generate/world.ts';
import {
  answerTurn,
  brokenAnswers,
  findingThought,
  needThought,
  searchTurn,
  unknownAnswer,
} from './demonstration-text.ts';
import { type Finding, judgeDocuments } from './judge-document.ts';
import { firstQuery, linkQuery, pickWeighted, type Query, queryText, retryQuery } from './next-query.ts';
import { type NextStep, type TeacherRates, teacherRates } from './teacher-rates.ts';

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

/** Next step of the demonstrator after a document. */
type Step =
  { readonly kind: 'search'; readonly query: Query } | { readonly kind: 'answer'; readonly answer: string };

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
  let query = firstQuery(posed.given, choices, teacher);
  let thought = needThought(posed.given);
  if (habits.uniform() < teacher.skipSearch) return answered(thought, unknownAnswer);
  let link: Link | null = null;
  for (let searches = 1; ; searches += 1) {
    turns.push({ role: 'policy', text: searchTurn(thought, queryText(query)) });
    const request = {
      query: queryText(query),
      topK,
      question,
      random: random.fork('search', searches),
      searchIndex: searches - 1,
    };
    const { documents } = await search.search(request);
    turns.push({ role: 'observation', text: protocol.observation(documents) });
    const finding = judgeDocuments(world, posed, { documents, link });
    thought = findingThought(finding);
    if (finding?.kind === 'bridge') link = finding.link;
    const maySearch = searches < teacher.maxSearches;
    const step = nextStep(finding, { posed, query, maySearch, teacher, random: choices });
    if (step.kind === 'answer') return answered(thought, step.answer);
    query = step.query;
  }
}

interface Situation {
  readonly posed: PosedQuestion;
  readonly query: Query;
  readonly maySearch: boolean;
  readonly teacher: TeacherRates;
  readonly random: Random;
}

function nextStep(finding: Finding | null, situation: Situation): Step {
  const { posed, maySearch, random } = situation;
  const value = finding?.incident.values[posed.answerType];
  const weights = stepWeights(finding, situation);
  const choice = pickWeighted(random, [maySearch ? weights.search : 0, weights.answer, weights.giveUp]);
  if (choice === 0) return { kind: 'search', query: searchOn(finding, situation) };
  return { kind: 'answer', answer: choice === 1 && value !== undefined ? value : unknownAnswer };
}

function stepWeights(finding: Finding | null, { teacher }: Situation): NextStep {
  if (finding?.kind === 'match')
    return { search: 1 - teacher.answerAfterGold, answer: teacher.answerAfterGold, giveUp: 0 };
  return finding?.kind === 'bridge' ? teacher.afterBridge : teacher.afterMiss;
}

/** After the bridging chunk the query its link asks for, unless that was just tried; else a retry. */
function searchOn(finding: Finding | null, { query, random, teacher }: Situation): Query {
  if (finding?.kind === 'bridge') {
    const next = linkQuery(finding.link, finding);
    if (queryText(next) !== queryText(query)) return next;
  }
  return retryQuery(query, finding, { random, teacher });
}
