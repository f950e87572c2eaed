import type { Document } from '../../core/document.ts';
import type { Question } from '../../core/question.ts';
import { bm25Index } from '../../search/bm25-index.ts';
import { leakedFacts } from './leaked-facts.ts';
import { misplacedAnswers } from './misplaced-answers.ts';
import { partWord, renamed } from './named-part.ts';
import { searchOracle } from './search-oracle.ts';
import { singleQueries } from './single-queries.ts';
import type { PosedQuestion, World } from './world.ts';
import { type AnswerFigures, answerFigures } from './answer-figures.ts';

/** The parts of a world, in the order figures are printed. */
export const worldParts = ['heldOut', 'dev', 'train'] as const;

/** How hard the questions of one part, or of one kind in it, are to search for; all but the counts are shares. */
export interface SearchFigures {
  readonly questions: number;
  /** The question as it stands finds the gold chunk. */
  readonly verbatim: number;
  /** All parts given, under the names given, find it. */
  readonly partsAsGiven: number;
  /** All parts given, under both names at once: up to six words, which a cap of four on query words forbids. */
  readonly allNames: number;
  /** Some single query of `singleQueries` finds it: an upper bound, the choice is made in hindsight. */
  readonly bestSingle: number;
  /** The oracle finds the chunk it should answer from, and it is the gold chunk. */
  readonly oracle: number;
  /** Searches the oracle needs, mean. */
  readonly oracleSearches: number;
}

/** Everything verified about a world. */
export interface WorldFigures {
  readonly seed: number;
  readonly topK: number;
  readonly meanChunkWords: number;
  readonly parts: Readonly<Record<(typeof worldParts)[number], SearchFigures>>;
  /** By kind of question, over the whole world. */
  readonly kinds: Readonly<Record<string, SearchFigures>>;
  readonly answers: Readonly<Record<string, AnswerFigures>>;
  readonly checks: readonly Check[];
}

/** One requirement and whether the world meets it. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly found: string;
}

/** Measures a world under BM25 (k1 1.2, b 0.75) with `topK` documents a search and checks what a world must be. */
export function verifyWorld(world: World, { topK = 1 }: { readonly topK?: number } = {}): WorldFigures {
  const outcomes = measureQuestions(world, topK);
  const of = (keep: (question: Question) => boolean): SearchFigures =>
    summarise(outcomes.filter(({ question }) => keep(question)));
  const parts = Object.fromEntries(
    worldParts.map((part) => {
      const chunkIds = new Set(world.split[part]);
      return [part, of(({ goldChunkId }) => chunkIds.has(goldChunkId))];
    }),
  ) as WorldFigures['parts'];
  const kinds = [...new Set(world.questions.map(({ kind }) => kind))].sort();
  const answers = answerFigures(world);
  return {
    seed: world.seed,
    topK,
    meanChunkWords: mean(world.chunks.map(({ text }) => text.split(' ').length)),
    parts,
    kinds: Object.fromEntries(kinds.map((kind) => [kind, of((question) => question.kind === kind)])),
    answers,
    checks: checkWorld(world, parts.heldOut, answers),
  };
}

interface QuestionOutcome extends Omit<Record<keyof SearchFigures, boolean>, 'questions' | 'oracleSearches'> {
  readonly question: Question;
  readonly oracleSearches: number;
}

function measureQuestions(world: World, topK: number): QuestionOutcome[] {
  const index = bm25Index(
    world.chunks.map(({ text }) => text),
    { k1: 1.2, b: 0.75 },
  );
  const search = (query: string): Document[] =>
    index(query, topK).flatMap(({ position }) => {
      const chunk = world.chunks[position];
      return chunk === undefined ? [] : [{ ...chunk, origin: 'chunk' }];
    });
  return world.questions.map((question) => {
    const finds = (query: string): boolean => search(query).some(({ id }) => id === question.goldChunkId);
    const posed = world.posed.get(question.id) as PosedQuestion;
    const { given } = posed;
    const oracle = searchOracle(world, posed, search);
    return {
      question,
      verbatim: finds(question.question),
      partsAsGiven: finds(given.map(partWord).join(' ')),
      allNames: finds(given.flatMap((part) => [partWord(part), partWord(renamed(part))]).join(' ')),
      bestSingle: singleQueries(question.question, given).some(finds),
      oracle: oracle.chunkId === question.goldChunkId,
      oracleSearches: oracle.queries.length,
    };
  });
}

function summarise(outcomes: readonly QuestionOutcome[]): SearchFigures {
  const share = (key: Exclude<keyof QuestionOutcome, 'question' | 'oracleSearches'>): number =>
    mean(outcomes.map((outcome) => (outcome[key] ? 1 : 0)));
  return {
    questions: outcomes.length,
    verbatim: share('verbatim'),
    partsAsGiven: share('partsAsGiven'),
    allNames: share('allNames'),
    bestSingle: share('bestSingle'),
    oracle: share('oracle'),
    oracleSearches: mean(outcomes.map((outcome) => outcome.oracleSearches)),
  };
}

function checkWorld(world: World, heldOut: SearchFigures, answers: WorldFigures['answers']): Check[] {
  const leaks = leakedFacts(world);
  const misplaced = misplacedAnswers(world);
  const guess = Math.max(
    ...Object.values(answers).flatMap((type) => [type.mostFrequentShare, type.heldOutGuess]),
  );
  const between = (value: number, low: number, high: number): Pick<Check, 'passed' | 'found'> => ({
    passed: value >= low && value <= high,
    found: percent(value),
  });
  return [
    {
      name: 'the question verbatim finds 40 to 60 % of held-out gold chunks',
      ...between(heldOut.verbatim, 0.4, 0.6),
    },
    { name: 'the best single query finds at most 80 %', ...between(heldOut.bestSingle, 0, 0.8) },
    { name: 'the reformulating oracle finds at least 95 %', ...between(heldOut.oracle, 0.95, 1) },
    {
      name: 'guessing the most frequent value is right in under 5 %',
      passed: guess < 0.05,
      found: `at most ${percent(guess)}`,
    },
    {
      name: 'answers stand in the gold chunk only',
      passed: misplaced.length === 0,
      found: misplaced[0] ?? 'all do',
    },
    {
      name: 'no held-out fact is stated outside the held-out part',
      passed: leaks.length === 0,
      found: leaks[0] ?? 'none',
    },
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
